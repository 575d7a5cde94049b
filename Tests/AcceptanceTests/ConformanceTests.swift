import Foundation
import Testing

/// The Autobahn test suite in both roles, without its long cases; `make conformance` runs them all.
@Suite("the Autobahn test suite finds what is pinned", .gated)
struct ConformanceTests {
  private static let folder = Repository.folder.appendingPathComponent("Tests/Conformance")

  @Test func passesTheFastCases() async throws {
    let python = try Peer.tool("python3", in: "autobahn")
    let script = Self.folder.appendingPathComponent("run.py").path
    let outcome = try await Peer.launch(python, [script, "--fast", Program.path], limit: 600).outcome()
    outcome.expect(status: 0)
    #expect(outcome.text.hasSuffix("as pinned in results.tsv: 500 results\n"), "\(outcome.text)")
  }

  /// Every case in each role is OK, and the few that the suite only reports are informational.
  @Test(arguments: ["client", "server"])
  func pinsEveryCase(role: String) throws {
    let pin = try String(contentsOf: Self.folder.appendingPathComponent("results.tsv"), encoding: .utf8)
    let rows = pin.split(separator: "\n").map { $0.split(separator: "\t") }.filter { $0.first == role[...] }
    #expect(rows.count == 517)
    #expect(rows.allSatisfy { $0.count == 5 })
    #expect(Set(rows.map { $0[1] }).count == 517)
    let informational = rows.filter { $0[2] == "INFORMATIONAL" }.map { $0[1] }
    #expect(informational == ["7.1.6", "7.13.1", "7.13.2"])
    let rest = rows.filter { $0[2] != "OK" || $0[3] != "OK" }.map { $0[1] }
    #expect(rest == informational)
  }
}
