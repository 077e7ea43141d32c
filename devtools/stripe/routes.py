"""What the API can do, by address; door.py opens it to the network."""

from collections.abc import Callable
from dataclasses import dataclass, field

from devtools.stripe.kinds import Kind
from devtools.stripe.lists import EXPAND
from devtools.stripe.params import Fields
from devtools.stripe.things import Thing

Action = Callable[..., Thing]
Keep = Callable[[Action], Action]


@dataclass(frozen=True)
class Routes:
    """Actions by address: each gets the account, the checked parameters, and ids of the address."""

    opened: list[tuple[str, str, Fields, Action]] = field(default_factory=list)

    def get(self, rule: str, **known: Kind) -> Keep:
        return self.add("GET", rule, Fields({**known, **EXPAND}))

    def post(self, rule: str, required: tuple[str, ...] = (), **known: Kind) -> Keep:
        return self.add("POST", rule, Fields({**known, **EXPAND}, required))

    def add(self, method: str, rule: str, fields: Fields) -> Keep:
        def keep(action: Action) -> Action:
            self.opened.append((method, rule, fields, action))
            return action

        return keep
