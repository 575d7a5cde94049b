import Foundation

/// What the tests of the prompt ask of a server.
extension Peer {
  /// A server that does what it is reported with `obey`.
  static func puppet() async throws -> Peer { try await start("hostile.py", ["puppet"], input: .held) }

  /// Has a puppet do something to its latest client, and waits until it is done.
  func obey(_ line: String) async {
    child.write(line + "\n")
    await child.output.wait(for: "done \(line)\n")
  }

  /// Waits until the peer has told of this frame: its opcode, whether it was masked, its length and its payload.
  @discardableResult
  func told(_ frame: String) async -> String {
    await child.output.wait(for: "frame \(frame)\n")
  }

  /// The frames that the peer has told of, as soon as there is this one among them.
  func frames(upTo last: String) async -> [String] {
    await told(last).split(separator: "\n").filter { $0.hasPrefix("frame ") }.map { String($0.dropFirst(6)) }
  }
}
