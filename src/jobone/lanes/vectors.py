"""Several lanes as one value: a vector type for the compiler.

Left to itself the compiler vectorises some loops over the lanes and not others, and checks
before each whether its arrays overlap. A value of these types is a vector of `WIDTH` numbers
from the start: every operation on it is one on all lanes, and there is nothing to check. The
operations are those of LLVM (doi:10.1109/CGO.2004.1281665), which cuts them to what the
machine has.

In a kernel ``reals(array, start)`` and ``words(array, start)`` take the lanes from an array,
``store`` puts them back, and ``+ - * / ^ & | >> <<`` work as they look, with a scalar too.
``as_reals``, ``as_words``, ``fused``, ``smaller`` and ``looked_up`` take scalars as well, so
that what is written with them serves one lane or all.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

from llvmlite import binding, ir
from numba.core import cgutils, types
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, models, register_model

__all__ = [
    "WIDTH",
    "as_reals",
    "as_words",
    "ceiling",
    "chosen",
    "counted",
    "fused",
    "larger",
    "looked_up",
    "looked_up_from",
    "lowest",
    "reals",
    "smaller",
    "spent",
    "spread",
    "store",
    "words",
]


# Numba says what types these have at run time only.
_intrinsic: Any = intrinsic
_template: Any = infer_global
_lower: Any = lower_builtin
_signature: Any = signature
_function: Any = cgutils.get_or_insert_function


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


WIDTH: Final = 16 if binding.get_host_cpu_features().get("avx512f") else 8
"""Lanes in one vector: two registers' worth, so that one works while the other waits."""

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
    (operator.lshift, "shl"),
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
    """Put the lanes into an array, from a place on."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        place = _place(context, builder, sig.args[0], args[0], args[1], args[2].type)
        builder.store(args[2], place, align=8)
        return context.get_dummy_value()

    return types.none(array, types.intp, values), generate


@_intrinsic
def larger(typing: Any, one: Any, other: Any) -> Any:
    """Return the larger of two reals in each lane; one of them may be a scalar."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        left, right = (_spread(builder, each, _REAL_WIDTH) for each in args)
        return builder.select(builder.fcmp_ordered(">", left, right), left, right)

    return _REALS(one, other), generate


@_intrinsic
def chosen(typing: Any, one: Any, other: Any, below: Any, otherwise: Any) -> Any:
    """Return `below` in the lanes in which one real is less than the other, else `otherwise`.

    Each may be a scalar. Nothing is less than what is not a number, nor the other way round.
    """

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        args = [_spread(builder, each, _REAL_WIDTH) for each in args]
        return builder.select(builder.fcmp_ordered("<", *args[:2]), *args[2:])

    return _REALS(one, other, below, otherwise), generate


@_intrinsic
def spread(typing: Any, value: Any) -> Any:
    """Return a real in every lane."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return _spread(builder, args[0], _REAL_WIDTH)

    return _REALS(value), generate


@_intrinsic
def ceiling(typing: Any, values: Any) -> Any:
    """Return the smallest whole number that is not below, in each lane."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        shape = ir.FunctionType(_REAL_WIDTH, [_REAL_WIDTH])
        operation = _function(builder.module, shape, f"llvm.ceil.v{WIDTH}f64")
        return builder.call(operation, args)

    return _REALS(values), generate


@_intrinsic
def smaller(typing: Any, one: Any, other: Any) -> Any:
    """Return the smaller of two reals or words, in each lane."""
    kind = one if isinstance(one, _Vector) else other

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        if isinstance(kind, _Vector):
            lanes = _REAL_WIDTH if kind is _REALS else _WORD_WIDTH
            args = [_spread(builder, each, lanes) for each in args]
        real = kind in (_REALS, types.float64)
        below = (builder.fcmp_ordered if real else builder.icmp_unsigned)("<", *args)
        return builder.select(below, *args)

    return kind(one, other), generate


def _gathered(builder: Any, data: Any, places: Any) -> Any:
    found = ir.Constant(_REAL_WIDTH, ir.Undefined)
    for lane in range(WIDTH):
        here = ir.IntType(32)(lane)
        place = builder.extract_element(places, here)
        found = builder.insert_element(found, builder.load(builder.gep(data, [place])), here)
    return found


@_intrinsic
def looked_up(typing: Any, array: Any, places: Any) -> Any:
    """Return what stands in an array of float64 at a place, or at each lane's."""
    wide = isinstance(places, _Vector)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        data = context.make_array(sig.args[0])(context, builder, args[0]).data
        if wide:
            return _gathered(builder, data, args[1])
        return builder.load(builder.gep(data, [args[1]]))

    return (_REALS if wide else types.float64)(array, places), generate


@_intrinsic
def looked_up_from(typing: Any, array: Any, start: Any, places: Any) -> Any:
    """Return what stands in an array of float64 at each lane's place, counted from a start.

    To look up from several starts takes little longer than from one.
    """

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        data = context.make_array(sig.args[0])(context, builder, args[0]).data
        return _gathered(builder, builder.gep(data, [args[1]]), args[2])

    return _REALS(array, types.intp, places), generate


@_intrinsic
def counted(typing: Any, counts: Any, one: Any, other: Any) -> Any:
    """Return the counts, one more where the one is above the other."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        above = builder.fcmp_ordered(">", args[1], args[2])
        return builder.sub(args[0], builder.sext(above, _WORD_WIDTH))

    return _WORDS(counts, one, other), generate


@_intrinsic
def spent(typing: Any, values: Any) -> Any:
    """Return the lanes at or below zero as the bits of a word, the first lane's lowest."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        zero = ir.Constant(_REAL_WIDTH, [0.0] * WIDTH)
        below = builder.fcmp_ordered("<=", args[0], zero)
        return builder.zext(builder.bitcast(below, ir.IntType(WIDTH)), ir.IntType(64))

    return types.uint64(values), generate


@_intrinsic
def lowest(typing: Any, bits: Any) -> Any:
    """Return the place of the lowest bit of a word that is set."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.IntType(1)(1))

    return types.intp(bits), generate


def _as(vector: _Vector, lanes: Any, scalar: Any) -> Any:
    def bits(typing: Any, values: Any) -> Any:
        wide = isinstance(values, _Vector)

        def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            return builder.bitcast(args[0], lanes if wide else lanes.element)

        return (vector if wide else scalar)(values), generate

    return _intrinsic(bits)


as_reals = _as(_REALS, _REAL_WIDTH, types.float64)
"""The reals that have these 64 bits."""
as_words = _as(_WORDS, _WORD_WIDTH, types.uint64)
"""The 64 bits of reals."""


@_intrinsic
def fused(typing: Any, one: Any, other: Any, more: Any) -> Any:
    """Return the one times the other, and more: rounded once (IEEE 754's fused operation)."""
    kind = _REALS if _REALS in (one, other, more) else types.float64

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        name, lanes = "f64", args[0].type
        if kind is _REALS:
            name, lanes = f"v{WIDTH}f64", _REAL_WIDTH
            args = [_spread(builder, each, lanes) for each in args]
        shape = ir.FunctionType(lanes, [lanes] * 3)
        operation = _function(builder.module, shape, f"llvm.fma.{name}")
        return builder.call(operation, args)

    return kind(one, other, more), generate
