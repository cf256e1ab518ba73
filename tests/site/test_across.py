"""What the plugin does by different names in Datasette 0.65 and 1.0; run against either."""

from __future__ import annotations

from typing import Any

import pytest
from datasette.app import Datasette

from quotes.site import across, plugin


def own(known, databases: dict[str, Any]) -> Datasette:
    """A Datasette whose owner says something about our database."""
    asked = {"databases": {"known": databases}}
    given = Datasette(files=[str(known)], metadata=asked)
    if across.is_one(given):
        for database in given.databases.values():
            database.close()
        # What 0.65 has in one file stands in two.
        given = Datasette(files=[str(known)], metadata=asked, config=asked)
    return given


@pytest.mark.parametrize("query", sorted(plugin.QUERIES))
def test_a_visitor_without_sql_may_ask_the_ready_made_queries(visit, query):
    answer = visit(f"/known/{query}.json?_shape=array&words=tariff")
    assert answer.status_code == 200
    assert isinstance(answer.json(), list)


def test_a_query_asks_for_its_parameter(visit):
    assert visit.page("/known/said_about").xpath("//input[@name='words']")


def test_what_the_owner_says_about_a_table_goes_before_ours(known, open_site):
    said = {"tables": {"attribution": {"description": "The owner's words", "sort": "id"}}}
    visit = open_site(own(known, said))
    page = visit("/known/attribution").text
    assert "The owner&#39;s words" in page
    assert "The content, cut from the article" in page
    ids = [r["id"] for r in visit("/known/attribution.json?_shape=array").json()]
    assert ids == sorted(ids)


def test_the_owner_s_query_goes_before_ours_of_the_same_name(known, open_site):
    visit = open_site(own(known, {"queries": {"cues": {"sql": "select 'mine' as a"}}}))
    assert visit("/known/cues.json?_shape=array").json() == [{"a": "mine"}]
    assert visit("/known/unnamed.json?_shape=array").status_code == 200


def test_our_tables_are_set_up_again_at_every_start(known, open_site):
    for _ in range(2):
        visit = open_site(Datasette(files=[str(known)]))
        assert visit("/known/cues").status_code == 200
