import Foundation
import Synchronization
import TerminalTestSupport
import Testing

/// A test CA with a leaf for localhost, and a second CA that no one trusts, made once a run.
struct Certificates: Sendable {
  let folder: TemporaryFolder

  /// The CA that a test may trust.
  var authority: String { folder.path("ca.pem") }
  /// `--cert FILE --key FILE` for a server that is localhost, 127.0.0.1 and ::1.
  var server: [String] { ["--cert", folder.path("leaf.pem"), "--key", folder.path("leaf.key")] }
  /// The two files of `server` alone.
  var serverFiles: [String] { [folder.path("leaf.pem"), folder.path("leaf.key")] }
  /// A leaf of the trusted CA for another host and for 127.0.0.1.
  var addressOnly: [String] { ["--cert", folder.path("address.pem"), "--key", folder.path("address.key")] }
  /// The same as `server`, signed by the CA that no one trusts.
  var stranger: [String] { ["--cert", folder.path("stranger.pem"), "--key", folder.path("stranger.key")] }
  /// A leaf of the trusted CA for another host.
  var elsewhere: [String] { ["--cert", folder.path("elsewhere.pem"), "--key", folder.path("elsewhere.key")] }

  static func make() async throws -> Certificates { try await task.value }

  private static let task = Task {
    let folder = try TemporaryFolder()
    let script = Peer.folder.appendingPathComponent("certificates.sh").path
    let outcome = try await Peer.launch("sh", [script, folder.url.path]).outcome()
    guard outcome.status == 0 else {
      throw Spawn.Failure(description: "no certificates: \(outcome.errors)")
    }
    // A global value is never released: its folder goes when the tests' process does.
    path.withLock { $0 = folder.url.path }
    atexit { Certificates.path.withLock { try? FileManager.default.removeItem(atPath: $0) } }
    return Certificates(folder: folder)
  }

  private static let path = Mutex("")
}
