"""The pure parts of measuring: the words of the generated city, what is asked of it, times and the table."""

from collections import Counter
from random import Random

from devtools.bench.search.queries import misspelt, mix
from devtools.bench.search.rounds import Times, percentile
from devtools.bench.search.table import Line, markdown, ratio
from devtools.bench.words import NAMES, description_of, stall_name_of, title_of


def test_the_same_number_always_has_the_same_words():
    assert [title_of(7), description_of(7), stall_name_of(7)] == [
        title_of(7),
        description_of(7),
        stall_name_of(7),
    ]
    assert title_of(7) != title_of(8)


def test_common_words_stand_on_a_tenth_of_the_goods_and_rare_ones_on_a_handful():
    found = Counter(word for id in range(1, 3_001) for word in set(title_of(id).lower().split()))

    assert 0.06 < found["keripik"] / 3_000 < 0.15
    assert sum(count <= 3 for count in found.values()) > 300


def test_descriptions_have_twenty_to_sixty_words():
    lengths = [len(description_of(id).split()) for id in range(1, 301)]

    assert min(lengths) >= 20
    assert max(lengths) <= 60


def test_made_up_names_are_letters_only():
    assert all(name.isalpha() for name in NAMES)


def test_the_mix_asks_one_to_four_words_and_is_the_same_every_time():
    asked = mix(10_000)

    assert asked == mix(10_000)
    assert 60 <= len(asked) <= 70
    assert {len(typed.split()) for typed in asked} >= {1, 2, 3, 4}


def test_a_misspelt_word_lacks_one_inner_letter():
    found = misspelt("keripik", Random(1))

    assert (len(found), found[0], found[-1]) == (6, "k", "k")


def test_a_mix_costs_the_mean_of_its_questions_each_by_its_median():
    times = Times(((1.0, 2.0, 90.0), (4.0, 4.0, 4.0)))

    assert times.mix == 3.0
    assert times.p95 == 90.0


def test_the_95th_percentile_leaves_out_one_in_twenty():
    assert percentile(range(1, 101), 95) == 95
    assert percentile([3.0], 95) == 3.0


def test_a_line_says_whether_its_goal_is_met():
    slow = ratio("search", Times(((4.0,),)), Times(((2.0,),)), 1.1)
    fast = Line("rebuild", "900 /s", "1000 /s", 0.9, 0.8, most=False)

    assert (
        markdown(slow) == "| search | 4.00 ms (p95 4.0) | 2.00 ms (p95 2.0) | 2 | ≤ 1.1 | missed |"
    )
    assert fast.is_met
