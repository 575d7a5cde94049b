import Testing
import WebSocketCapture

@Suite("Numbers of JSON by their value")
struct JSONNumberTests {
  @Test(arguments: [
    ("7", "7.0"), ("7", "70e-1"), ("7", "0.7E+1"), ("-0", "0"), ("0", "0.000e99"), ("100", "1e2"),
    ("1e2", "1E+02"),
    ("-1.50", "-15e-1"), ("123456789012345678901234567890", "1234567890123456789012345678900e-1"),
    ("1e999999999999999999", "10e999999999999999998"), ("1e99999999999999999999", "1e99999999999999999999"),
    ("0e99999999999999999999", "0"), ("1e-000000000000000000002", "0.01"),
  ])
  func equal(one: String, other: String) { #expect(JSONNumber(one) == JSONNumber(other)) }

  @Test(arguments: [
    ("7", "71"), ("7", "-7"), ("7", "0.7"), ("1e2", "1e-2"), ("9007199254740993", "9007199254740992"),
    ("1e99999999999999999999", "1e99999999999999999998"),
    ("1e99999999999999999999", "-1e99999999999999999999"),
    ("10", "1"),
  ])
  func unequal(one: String, other: String) { #expect(JSONNumber(one) != JSONNumber(other)) }
}
