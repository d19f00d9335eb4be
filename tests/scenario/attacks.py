"""All attacks. Each part adds its own to the table when it is read."""

from attack_table import ATTACKS, LATER, ROWS, Raw, Stage
import attacks_http, attacks_json, attacks_commerce, attacks_trust, attacks_forgotten  # noqa: E401, F401

__all__ = ["ATTACKS", "LATER", "ROWS", "Raw", "Stage"]
