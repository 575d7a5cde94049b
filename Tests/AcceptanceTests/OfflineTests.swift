import Foundation
import Testing

@Suite("What is printed without a connection", .gated)
struct OfflineTests {
  /// What is printed without a connection, and nowhere to put it.
  static let prints = [
    "--help", "--version", "-V", "help", "help send", "send --help", "rules",
    "accept dGhlIHNhbXBsZSBub25jZQ==", "encode text=x", "--generate-completion-script bash",
  ]

  @Test(arguments: prints)
  func tellsThatNothingCouldBeWritten(_ arguments: String) async throws {
    let full = try await Child(
      "/bin/sh", ["-c", "\"$0\" \(arguments) >/dev/full", Program.path], environment: Program.environment
    ).outcome()
    full.expectFailure(74, saying: "standard output cannot be written")
    let closed = try await Child(
      "/bin/sh", ["-c", "{ \"$0\" \(arguments); echo $? >&2; } | :", Program.path],
      environment: Program.environment
    ).outcome()
    #expect(closed.errors == "0\n")
  }
}
