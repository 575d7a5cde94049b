import Foundation
import Testing

@Suite("wscope where the system has little to give", .gated)
struct ScarcityTests {
  /// A limit that a shell sets, and what is said of it.
  static let limits: [(limit: String, words: String)] = [
    ("-n 4", "no descriptors for sockets"), ("-n 6", "no descriptors for sockets"),
    ("-n 7", "no descriptors for sockets"), ("-n 8", "no descriptors for sockets"),
    ("-v 90000", "no memory to work in"),
  ]

  @Test(arguments: limits)
  func endsWithASentence(_ scarce: (limit: String, words: String)) async throws {
    for command in ["send ws://127.0.0.1:9/ hello", "listen 0", "demo"] {
      let outcome = try await Child(
        "/bin/sh", ["-c", "ulimit \(scarce.limit); exec \(Program.path) \(command)"],
        environment: Program.environment, limit: 30
      ).outcome()
      outcome.expectFailure(70, saying: scarce.words)
    }
  }

  /// Each number of descriptors is enough, or it is said that it is not.
  @Test func aDemoNeverWaitsForADescriptor() async throws {
    var statuses: [Int32] = []
    for limit in 9...13 {
      let outcome = try await Child(
        "/bin/sh", ["-c", "ulimit -n \(limit); exec \(Program.path) demo hello"],
        environment: Program.environment, limit: 5
      ).outcome()
      statuses.append(outcome.status)
      if outcome.status != 0 { outcome.expectFailure(70, saying: "raise the limit on open files") }
    }
    #expect(statuses.first == 70 && statuses.last == 0, "\(statuses)")
  }
}
