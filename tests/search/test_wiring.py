"""Which engines a site may start with."""

import pytest

from marketplace import create_app
from marketplace.web.settings import read_settings


@pytest.mark.parametrize("name", ["memory", "lucene"])
def test_an_engine_that_cannot_serve_a_site_is_refused_at_the_start(tmp_path, name):
    env = {"PASAR_ENV": "development", "PASAR_DATA": str(tmp_path), "PASAR_SEARCH_ENGINE": name}

    with pytest.raises(LookupError, match=f"PASAR_SEARCH_ENGINE={name}"):
        create_app(read_settings(env))
