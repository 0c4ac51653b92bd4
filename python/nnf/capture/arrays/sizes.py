# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Sizes that are left open: polynomials over the sizes of dimensions of the inputs.

A Size knows the number that it has in the call that is captured. Where Python code compares it, or needs the number itself,
the answer is that of this call, and becomes a condition under which the program is used.
"""

import numbers
import operator

_COMPARE = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


class Conditions:
    """The symbols of one capture and what was found of them."""

    def __init__(self):
        self.symbols = []  # (leaf number, dimension) by number
        self.atoms = {}  # name of a quotient or remainder: (operator, polynomial, polynomial)
        self.found = {}  # text: None, in order

    def symbol(self, place, number):
        self.symbols.append(place)
        name = "s%d" % (len(self.symbols) - 1)
        self.found["%s >= 2" % name] = None  # 1 broadcasts, 0 is empty: other programs
        return Size(self, {(name,): 1}, number)

    def text(self, terms):
        """A polynomial as Python code over the symbols."""
        parts = []
        for names, factor in sorted(terms.items()):
            spelled = [self._atom(n) for n in names]
            parts.append(" * ".join(([str(factor)] if factor != 1 or not spelled else []) + spelled))
        return "(%s)" % (" + ".join(parts) or "0")

    def _atom(self, name):
        if name not in self.atoms:
            return name
        op, x, y = self.atoms[name]
        return "(%s %s %s)" % (self.text(x), op, self.text(y))

    def function(self, expressions):
        """A function of the symbols' values, as a list, for the values of `expressions`."""
        names = ", ".join("s%d" % i for i in range(len(self.symbols)))
        return eval("lambda %s: [%s]" % (names, ", ".join(expressions)))  # noqa: S307 (made of numbers and operators)

    def check(self):
        """Whether symbols have values that this program serves."""
        return self.function(["bool(%s)" % t for t in self.found])


class Size:
    """An open size. Arithmetic with whole numbers gives Sizes, or ints where nothing open is left."""

    __slots__ = ("conditions", "terms", "number")

    def __init__(self, conditions, terms, number):
        self.conditions, self.terms, self.number = conditions, terms, number

    # -- arithmetic -------------------------------------------------------------------------------------------------------

    def _terms_of(self, other):
        if isinstance(other, Size):
            return other.terms, other.number
        if isinstance(other, bool) or not isinstance(other, numbers.Integral):
            return None, None
        n = operator.index(other)
        return ({(): n} if n else {}), n

    def _make(self, terms, number):
        terms = {k: v for k, v in terms.items() if v}
        return number if not terms or set(terms) == {()} else Size(self.conditions, terms, number)

    def __add__(self, other):
        terms, n = self._terms_of(other)
        if terms is None:
            return NotImplemented
        made = dict(self.terms)
        for k, v in terms.items():
            made[k] = made.get(k, 0) + v
        return self._make(made, self.number + n)

    def __mul__(self, other):
        terms, n = self._terms_of(other)
        if terms is None:
            return NotImplemented
        made = {}
        for k, v in self.terms.items():
            for j, w in terms.items():
                name = tuple(sorted(k + j))
                made[name] = made.get(name, 0) + v * w
        return self._make(made, self.number * n)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self * -1

    def __pos__(self):
        return self

    def __sub__(self, other):
        return NotImplemented if self._terms_of(other)[0] is None else self + -other

    def __rsub__(self, other):
        return -self + other

    def _quotient(self, terms):
        """self / terms where that is a polynomial, for a divisor of one term."""
        if len(terms) != 1:
            return None
        (names, factor), = terms.items()
        made = {}
        for k, v in self.terms.items():
            rest = list(k)
            for n in names:
                if n not in rest:
                    return None
                rest.remove(n)
            if v % factor:
                return None
            made[tuple(rest)] = v // factor
        return made

    def _divide(self, op, x, y, number):
        name = "(%s%s%s)" % (self.conditions.text(x), op, self.conditions.text(y))
        self.conditions.atoms[name] = (op, x, y)
        return Size(self.conditions, {(name,): 1}, number)

    def __floordiv__(self, other):
        terms, n = self._terms_of(other)
        if terms is None:
            return NotImplemented
        if not n:
            raise ZeroDivisionError("integer division or modulo by zero")
        made = self._quotient(terms)
        if made is not None:
            return self._make(made, self.number // n)
        return self._divide("//", self.terms, terms, self.number // n)

    def __mod__(self, other):
        terms, n = self._terms_of(other)
        if terms is None:
            return NotImplemented
        if not n:
            raise ZeroDivisionError("integer division or modulo by zero")
        return 0 if self._quotient(terms) is not None else self._divide("%", self.terms, terms, self.number % n)

    def __divmod__(self, other):
        return self // other, self % other

    # -- answers that become conditions -------------------------------------------------------------------------------------

    def _ask(self, op, other):
        terms, n = self._terms_of(other)
        if terms is None:
            return NotImplemented
        answer = _COMPARE[op](self.number, n)
        if terms == self.terms:
            return answer
        text = "%s %s %s" % (self.conditions.text(self.terms), op, self.conditions.text(terms))
        self.conditions.found[text if answer else "not " + text] = None
        return answer

    def __eq__(self, other):
        return self._ask("==", other)

    def __ne__(self, other):
        return self._ask("!=", other)

    def __lt__(self, other):
        return self._ask("<", other)

    def __le__(self, other):
        return self._ask("<=", other)

    def __gt__(self, other):
        return self._ask(">", other)

    def __ge__(self, other):
        return self._ask(">=", other)

    def __bool__(self):
        return self != 0

    def __index__(self):
        """The number itself: the program is one for this very size."""
        self.conditions.found["%s == %d" % (self.conditions.text(self.terms), self.number)] = None
        return self.number

    __int__ = __index__

    def __float__(self):
        return float(self.__index__())

    def __hash__(self):
        return hash(self.__index__())

    def __array__(self, dtype=None, copy=None):
        import numpy
        return numpy.array(self.__index__(), dtype)

    def __truediv__(self, other):
        return self.__index__() / other if isinstance(other, (numbers.Number, Size)) else NotImplemented

    def __rtruediv__(self, other):
        return other / self.__index__() if isinstance(other, (numbers.Number, Size)) else NotImplemented

    def __rfloordiv__(self, other):
        return other // self.__index__() if isinstance(other, (numbers.Number, Size)) else NotImplemented

    def __rmod__(self, other):
        return other % self.__index__() if isinstance(other, (numbers.Number, Size)) else NotImplemented

    def __pow__(self, other):
        return self.__index__() ** other if isinstance(other, (numbers.Number, Size)) else NotImplemented

    def __rpow__(self, other):
        return other ** self.__index__() if isinstance(other, (numbers.Number, Size)) else NotImplemented

    def __repr__(self):
        return str(self.number)

    __str__ = __repr__

    def __format__(self, spec):
        return format(self.number, spec)


def same(x, y):
    """Whether two sizes are known to be equal, without a new condition."""
    if isinstance(x, Size) and isinstance(y, Size):
        return x.terms == y.terms
    return not isinstance(x, Size) and not isinstance(y, Size) and x == y


def same_all(xs, ys):
    return len(xs) == len(ys) and all(map(same, xs, ys))


def product(sizes):
    total = 1
    for s in sizes:
        total = total * s
    return total


def broadcast(*shapes):
    """The shape of what operands of these shapes broadcast to; ValueError as NumPy's."""
    rank = max(map(len, shapes), default=0)
    result = []
    for k in range(rank):
        size = 1
        for shape in shapes:
            i = k - rank + len(shape)
            if i < 0:
                continue
            s = shape[i]
            if not isinstance(s, Size) and s == 1:
                continue
            if not isinstance(size, Size) and size == 1:
                size = s
            elif not same(size, s):
                if size != s:
                    raise ValueError("operands could not be broadcast together with shapes " + " ".join(
                        "(%s)" % (",".join(map(str, sh)) + ("," if len(sh) == 1 else "")) for sh in shapes))
                size = s if isinstance(size, Size) else size
        result.append(size)
    return tuple(result)
