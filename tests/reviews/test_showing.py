"""Where the public reads them: product, stall, cards."""

from tests.counting import statements
from tests.reviews.conftest import collected_order, said_by


def address_of(product):
    return f"/produk/{product.id}-{product.slug}"


def test_a_product_without_reviews_says_so(client, product):
    page = client.get(address_of(product)).text
    assert "Belum ada ulasan." in page
    assert 'class="stars"' not in page


def test_the_product_shows_average_count_and_a_bar_for_each_star(client, product):
    for stars in (5, 5, 4):
        said_by(collected_order(product), stars)

    page = client.get(address_of(product)).text

    assert "4,7" in page
    assert "3<span" in page
    assert 'rect width="66%"' in page
    assert 'rect width="33%"' in page
    assert page.count('rect width="0%"') == 3


def test_stall_and_cards_show_the_average(client, product):
    for stars in (5, 4):
        said_by(collected_order(product), stars)

    assert "4,5" in client.get(f"/lapak/{product.stall.slug}").text.split("<h2")[0]
    card = client.get(f"/pasar/{product.stall.market.slug}").text.split('class="card"')[1]
    assert "4,5" in card.split("</li>")[0]


def test_older_reviews_follow_page_by_page(client, product):
    for number in range(7):
        said_by(collected_order(product), 5, f"Kata nomor {number}.")

    first = client.get(address_of(product)).text
    older = first.split("?sebelum=")[1].split("#")[0]
    second = client.get(f"{address_of(product)}?sebelum={older}").text

    assert [n for n in range(7) if f"Kata nomor {n}." in first] == [2, 3, 4, 5, 6]
    assert [n for n in range(7) if f"Kata nomor {n}." in second] == [0, 1]
    assert "sebelum=" not in second
    assert client.get(f"{address_of(product)}?sebelum=ngawur").status_code == 200


def test_the_page_costs_the_same_for_one_review_and_for_many(client, product):
    def cost() -> int:
        with statements() as asked:
            client.get(address_of(product))
        return len(asked)

    said_by(collected_order(product), 5)
    one = cost()
    for _ in range(6):
        said_by(collected_order(product), 4, "Enak")

    assert cost() == one
    assert one <= 12
