"""The National Grid: metres east and north to degrees and back, to within 150 metres, which "about" allows."""

from __future__ import annotations

from math import cos, degrees, radians, sin, sqrt, tan

# The Airy ellipsoid and the grid's own projection. What is left out is the shift of 120 metres between its datum and
# that of satellites.
_A, _B, _SCALE = 6377563.396, 6356256.909, 0.9996012717
_LATITUDE, _LONGITUDE, _EAST, _NORTH = radians(49), radians(-2), 400_000.0, -100_000.0
_FLAT = 1 - (_B / _A) ** 2
_THIN = (_A - _B) / (_A + _B)


def to_degrees(east: float, north: float) -> tuple[float, float]:
    """Latitude and longitude of a place on the grid."""
    latitude = _LATITUDE
    left = north - _NORTH
    while abs(left) > 0.01:
        latitude += left / (_A * _SCALE)
        left = north - _NORTH - _meridian(latitude)
    nu, rho = _radii(latitude)
    eta, t = nu / rho - 1, tan(latitude)
    d = (east - _EAST) / nu
    up = t * nu / rho * (d**2 / 2 - d**4 / 24 * (5 + 3 * t**2 + eta - 9 * t**2 * eta) + d**6 / 720 * (61 + 90 * t**2))
    along = (d - d**3 / 6 * (nu / rho + 2 * t**2) + d**5 / 120 * (5 + 28 * t**2 + 24 * t**4)) / cos(latitude)
    return degrees(latitude - up), degrees(_LONGITUDE + along)


def to_grid(latitude: float, longitude: float) -> tuple[float, float]:
    """Metres east and north of a place, which may lie off the grid's own land: Ireland does."""
    phi, d = radians(latitude), radians(longitude) - _LONGITUDE
    nu, rho = _radii(phi)
    eta, t, c, s = nu / rho - 1, tan(phi), cos(phi), sin(phi)
    north = (
        _meridian(phi)
        + _NORTH
        + nu * s * c * d**2 / 2
        + nu * s * c**3 * d**4 / 24 * (5 - t**2 + 9 * eta)
        + nu * s * c**5 * d**6 / 720 * (61 - 58 * t**2 + t**4)
    )
    east = (
        _EAST
        + nu * c * d
        + nu * c**3 * d**3 / 6 * (nu / rho - t**2)
        + nu * c**5 * d**5 / 120 * (5 - 18 * t**2 + t**4 + 14 * eta - 58 * t**2 * eta)
    )
    return east, north


def _radii(phi: float) -> tuple[float, float]:
    """How the earth bends at a latitude, across and along the meridian."""
    inside = 1 - _FLAT * sin(phi) ** 2
    nu = _A * _SCALE / sqrt(inside)
    return nu, nu * (1 - _FLAT) / inside


def _meridian(phi: float) -> float:
    """Metres along the meridian from where the grid begins."""
    n, down, over = _THIN, phi - _LATITUDE, phi + _LATITUDE
    return (
        _B
        * _SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * down
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(down) * cos(over)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * down) * cos(2 * over)
            - 35 / 24 * n**3 * sin(3 * down) * cos(3 * over)
        )
    )
