import Testing

@testable import WScopeCommands

@Suite("A number that a user types is ASCII digits, without a sign")
struct NumberTests {
  /// Readers of the standard library take some of these.
  static let strange = [
    "", " ", "+5", "-5", "-0", "+0", "5_0", "٣", "５", "5 ", " 5", "5\n", "0x5", "5e0", "inf", "nan", "½",
    "5\u{301}",
  ]

  @Test(arguments: strange)
  func refusesWhatIsNotDigits(text: String) {
    #expect(throws: ValueError.self) { try Int.argument(in: -10...10)(text) }
    #expect(throws: ValueError.self) { try Seconds(argument: text) }
    #expect(throws: ValueError.self) { try LingerTime(argument: text) }
    #expect(throws: ValueError.self) { try ByteCount(argument: text) }
    #expect(throws: ValueError.self) { try InputForm(argument: "raw=" + text) }
    #expect(throws: ValueError.self) { try UInt16.mode(argument: text) }
    #expect(throws: Failure.self) { try Listen.address(text) }
    #expect(throws: Failure.self) { try Listen.address("localhost:" + text) }
  }

  @Test func readsDigits() throws {
    #expect(try Int.argument(in: 0...99)("07") == 7)
    #expect(try Seconds(argument: "0").duration == .zero)
    #expect(try Seconds(argument: "1.5").duration == .milliseconds(1500))
    #expect(try Seconds(argument: ".5").duration == .milliseconds(500))
    #expect(try LingerTime(argument: "-1").duration == nil)
    #expect(try ByteCount(argument: "18446744073709551615").value == .max)
    #expect(try ByteCount(argument: "64 KiB").value == 65536)
    #expect(try UInt16.mode(argument: "0660") == 0o660)
  }

  @Test(arguments: ["1.2.3", ".", "1,5", "1000000000.5", "1e3", "0x1p3"])
  func refusesWhatIsNoTime(text: String) {
    #expect(throws: ValueError.self) { try Seconds(argument: text) }
  }
}
