"""What the sieve promises: every known key is found, in any order of the asked, and no unknown one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classifiers.model.sieve import Sieve

KEYS = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 40), max_size=60)


@given(KEYS, KEYS)
def test_all_the_known_keys_and_no_others_are_found(known: list[int], asked: list[int]) -> None:
    sieve, keys = Sieve(np.unique(np.array(known, np.uint64))), np.array(asked, np.uint64)
    likely = sieve.likely(keys)
    at, which = sieve.find(keys[likely])
    found = dict(zip(likely[at].tolist(), which.tolist(), strict=True))
    order = sorted(set(known))
    assert found == {place: order.index(key) for place, key in enumerate(asked) if key in known}
