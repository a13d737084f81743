"""Several lanes as one value: a vector type for the compiler.

Left to itself the compiler vectorises some loops over the lanes and not others, and checks
before each whether its arrays overlap. A value of these types is a vector of `WIDTH` numbers
from the start: every operation on it is one on all lanes, and there is nothing to check. The
operations are those of LLVM (doi:10.1109/CGO.2004.1281665), which cuts them to what the
machine has.

In a kernel ``reals(array, start)`` and ``words(array, start)`` take the lanes from an array,
``store`` puts them back, and ``+ - * / ^ & | >>`` work as they look, with a scalar too.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from llvmlite import ir
from numba.core import types
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model

from jobone.line.compiling import inlined

__all__ = [
    "WIDTH",
    "exponentials",
    "hashed",
    "larger",
    "none_left",
    "ones_above",
    "reals",
    "store",
    "words",
]


# Numba says what types these have at run time only.
_intrinsic: Any = intrinsic
_template: Any = infer_global
_lower: Any = lower_builtin
_signature: Any = signature


_Type: Any = types.Type
_Model: Any = models.PrimitiveModel
_Template: Any = AbstractTemplate


class _Vector(_Type):  # type: ignore[misc]
    """The type of a vector of lanes."""


class _Reals(_Vector):
    def __init__(self) -> None:
        super().__init__(name="reals")


class _Words(_Vector):
    def __init__(self) -> None:
        super().__init__(name="words")


WIDTH: Final = 16
"""Lanes in one vector; narrower ones leave a logarithm too little to do side by side."""

_REALS, _WORDS = _Reals(), _Words()
_REAL_WIDTH: Final = ir.VectorType(ir.DoubleType(), WIDTH)
_WORD_WIDTH: Final = ir.VectorType(ir.IntType(64), WIDTH)


@register_model(_Reals)
class _RealsModel(_Model):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _REAL_WIDTH)


@register_model(_Words)
class _WordsModel(_Model):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _WORD_WIDTH)


def _spread(builder: Any, value: Any, lanes: Any) -> Any:
    """Return a scalar in every lane; a vector as it is."""
    if isinstance(value.type, ir.VectorType):
        return value
    first = builder.insert_element(ir.Constant(lanes, ir.Undefined), value, ir.IntType(32)(0))
    mask = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH)
    return builder.shuffle_vector(first, ir.Constant(lanes, ir.Undefined), mask)


def _operation(
    symbol: Callable[..., Any], vector: type[_Vector], kind: _Vector, scalar: Any, name: str
) -> None:
    """Teach the compiler one operator between vectors of a kind, and with a scalar."""
    lanes = _REAL_WIDTH if kind is _REALS else _WORD_WIDTH

    class _Typing(_Template):  # type: ignore[misc]
        def generic(self, args: Any, kws: Any) -> Any:
            if kind in args and all(each in (kind, scalar) for each in args):
                return _signature(kind, *args)
            return None

    _template(symbol)(_Typing)

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        left, right = (_spread(builder, each, lanes) for each in args)
        return getattr(builder, name)(left, right)

    for pair in ((vector, vector), (vector, type(scalar)), (type(scalar), vector)):
        _lower(symbol, *pair)(lower)


for _symbol, _name in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _operation(_symbol, _Reals, _REALS, types.float64, _name)
for _symbol, _name in (
    (operator.add, "add"),
    (operator.sub, "sub"),
    (operator.mul, "mul"),
    (operator.xor, "xor"),
    (operator.and_, "and_"),
    (operator.or_, "or_"),
    (operator.rshift, "lshr"),
):
    _operation(_symbol, _Words, _WORDS, types.uint64, _name)


def _place(context: Any, builder: Any, kind: Any, array: Any, start: Any, lanes: Any) -> Any:
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [start]), lanes.as_pointer())


def _taken(lanes: Any) -> Any:
    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        place = _place(context, builder, sig.args[0], args[0], args[1], lanes)
        return builder.load(place, align=8)

    return generate


@_intrinsic
def reals(typing: Any, array: Any, start: Any) -> Any:
    """Take the lanes from an array of float64, from a place on."""
    return _REALS(array, types.intp), _taken(_REAL_WIDTH)


@_intrinsic
def words(typing: Any, array: Any, start: Any) -> Any:
    """Take the lanes from an array of uint64, from a place on."""
    return _WORDS(array, types.intp), _taken(_WORD_WIDTH)


@_intrinsic
def store(typing: Any, array: Any, start: Any, values: Any) -> Any:
    """Put the lanes into an array of float64, from a place on."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        place = _place(context, builder, sig.args[0], args[0], args[1], _REAL_WIDTH)
        builder.store(args[2], place, align=8)
        return context.get_dummy_value()

    return types.none(array, types.intp, values), generate


@_intrinsic
def larger(typing: Any, one: Any, other: Any) -> Any:
    """Return the larger of two reals in each lane."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.select(builder.fcmp_ordered(">", *args), *args)

    return _REALS(one, other), generate


@_intrinsic
def ones_above(typing: Any, one: Any, other: Any) -> Any:
    """Return 1 where the one is above the other, and 0 elsewhere."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        above = builder.fcmp_ordered(">", *args)
        ends = [ir.Constant(_REAL_WIDTH, [value] * WIDTH) for value in (1.0, 0.0)]
        return builder.select(above, *ends)

    return _REALS(one, other), generate


@_intrinsic
def none_left(typing: Any, values: Any) -> Any:
    """Whether any lane is at or below zero."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        zero = ir.Constant(_REAL_WIDTH, [0.0] * WIDTH)
        mask = ir.IntType(WIDTH)
        below = builder.bitcast(builder.fcmp_ordered("<=", args[0], zero), mask)
        return builder.icmp_unsigned("!=", below, mask(0))

    return types.boolean(values), generate


def _as(kind: _Vector, lanes: Any) -> Any:
    def bits(typing: Any, values: Any) -> Any:
        def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            return builder.bitcast(args[0], lanes)

        return kind(values), generate

    return _intrinsic(bits)


_as_reals = _as(_REALS, _REAL_WIDTH)
_as_words = _as(_WORDS, _WORD_WIDTH)

_MIX_1: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2: Final = np.uint64(0x94D049BB133111EB)
_ONE: Final = np.uint64(0x3FF0000000000000)
_MAGIC: Final = np.uint64(0x4330000000000000)
_ROOT_HALF: Final = np.uint64(0x3FE6A09E667F3BCD)
_EXPONENT: Final = np.uint64(0xFFF0000000000000)


@inlined
def hashed(keys: Any, counter: np.uint64) -> Any:
    """Return the random bits of a draw: :func:`jobone.line.draws.mix` in every lane."""
    word = keys + counter
    word = (word ^ (word >> np.uint64(30))) * _MIX_1
    word = (word ^ (word >> np.uint64(27))) * _MIX_2
    return word ^ (word >> np.uint64(31))


@inlined
def exponentials(bits: Any) -> Any:
    """Return :func:`jobone.line.draws.exponential` in every lane, to the last bit."""
    number = _as_reals((bits >> np.uint64(12)) | _ONE) - (1.0 - 2.0**-53)
    word = _as_words(number)
    offset = word - _ROOT_HALF
    biased = ((offset >> np.uint64(52)) ^ np.uint64(0x800)) & np.uint64(0xFFF)
    exponent = _as_reals(biased | _MAGIC) - (4503599627370496.0 + 2048.0)
    mantissa = _as_reals(word - (offset & _EXPONENT))
    ratio = (mantissa - 1.0) / (mantissa + 1.0)
    square = ratio * ratio
    series = square * (2.0 / 15.0) + 2.0 / 13.0
    series = series * square + 2.0 / 11.0
    series = series * square + 2.0 / 9.0
    series = series * square + 2.0 / 7.0
    series = series * square + 2.0 / 5.0
    series = series * square + 2.0 / 3.0
    series = series * square + 2.0
    return (exponent * 0.6931471805599453 + ratio * series) * -1.0
