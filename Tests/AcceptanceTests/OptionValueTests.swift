import Testing

@Suite("A number that an option does not take is answered with those that it does", .gated)
struct OptionValueTests {
  private static let seconds = "expected 0 to 1000000000 seconds"
  private static let bytes = "expected 0 to 18446744073709551615 bytes, such as 500, 64k or 16M"
  private static let connection = [
    ("--connect-timeout", seconds), ("--handshake-timeout", seconds), ("--close-timeout", seconds),
    ("--max-message", bytes), ("--max-frame", bytes),
  ]
  private static let reply = [("--timeout", seconds), ("--expect", "expected 0 to 1000000000")]

  /// A command, and each of its options that take a number, with the range that its sentence names.
  private static let commands: [(command: String, options: [(String, String)])] = [
    (
      "connect",
      connection + reply + [
        ("--wait", "expected 0 to 1000000000 seconds, or -1 forever"), ("-l", "expected 0 to 65535"),
        (
          "--in", "expected line, nul, length32, whole, raw, jsonl, or raw=SIZE with a size of 1 byte or more"
        ),
      ]
    ), ("send", connection + reply), ("listen", Array(connection.dropFirst())),
    ("decode", Array(connection.suffix(2))),
  ]

  /// Options that only `--help-all` shows, of which the parser names no kind of value.
  private static let rare = [
    "--handshake-timeout", "--close-timeout", "--max-frame", "--deflate-level", "--deflate-threshold",
  ]

  @Test(arguments: commands.indices)
  func namesTheRange(index: Int) async throws {
    let (command, options) = Self.commands[index]
    for (option, range) in options {
      for value in ["-2", "x"] {
        let outcome = try await Program.run(command, option, value, "1")
        let end = Self.rare.contains(option) ? "'" : " <"
        outcome.expectFailure(64, saying: "'\(value)' is invalid for '\(option)\(end)", "\(range)\n")
      }
    }
  }
}
