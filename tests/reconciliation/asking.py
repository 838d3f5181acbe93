"""A client of the service: it asks in both versions, and checks the shape of every answer."""

from __future__ import annotations

import json
from typing import Any

import requests

from tests.reconciliation.shapes import check


class Client:
    """Asks a service over HTTP."""

    def __init__(self, address: str) -> None:
        """`address` is the root of the service."""
        self.address = address
        self.session = requests.Session()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def send(self, method: str, path: str, **given: Any) -> requests.Response:
        return self.session.request(method, self.address + path, timeout=20, **given)

    def get(self, path: str, **parameters: Any) -> requests.Response:
        return self.send("GET", path, params=parameters)

    def answered(self, version: str, name: str, path: str, **parameters: Any) -> Any:
        """The answer to a GET, checked against the shape of this name."""
        response = self.get(path, **parameters)
        assert response.status_code == 200, response.text
        check(version, name, response.json())
        return response.json()

    def match_02(self, **query: Any) -> list[Any]:
        """The candidates of one query of version 0.2."""
        response = self.send("POST", "/0.2", data={"queries": json.dumps({"q0": query})})
        assert response.status_code == 200, response.text
        check("0.2", "reconciliation-result-batch", response.json())
        found: list[Any] = response.json()["q0"]["result"]
        return found

    def match_10(self, *conditions: Any, **query: Any) -> list[Any]:
        """The candidates of one query of version 1.0-draft."""
        response = self.send("POST", "/1.0/match", json={"queries": [{"conditions": conditions, **query}]})
        assert response.status_code == 200, response.text
        check("1.0-draft", "reconciliation-result-batch", response.json())
        found: list[Any] = response.json()["results"][0]["candidates"]
        return found


def ids(candidates: list[Any]) -> list[str]:
    """The identifiers of candidates, in their order."""
    return [candidate["id"] for candidate in candidates]


def features(candidate: Any) -> dict[str, Any]:
    """The features of a candidate by their ids."""
    return {feature["id"]: feature["value"] for feature in candidate["features"]}
