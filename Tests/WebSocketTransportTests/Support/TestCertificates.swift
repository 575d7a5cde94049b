import Foundation
import Synchronization
import WebSocketTransport

/// The certificates of `Tests/Peers/certificate_table.sh`, made once a run.
struct TestCertificates: Sendable {
  private let folder: URL

  /// The authorities that a test trusts.
  var authority: String { path("ca.pem") }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// The certificate of that name with its chain, and its key.
  func identity(_ name: String) -> TLSIdentity {
    TLSIdentity(certificateChain: path("\(name).pem"), privateKey: path("\(name).key"))
  }

  static func make() async throws -> TestCertificates { try await task.value }

  private struct Failure: Error { let words: String }

  private static let folderToRemove = Mutex("")

  private static let task = Task {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Peers/certificate_table.sh")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("wscope-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // A global value is never released: its folder goes when the tests' process does.
    folderToRemove.withLock { $0 = folder.path }
    atexit { folderToRemove.withLock { try? FileManager.default.removeItem(atPath: $0) } }
    let log = folder.appendingPathComponent("log")
    try Data().write(to: log)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [script.path, folder.path]
    process.standardError = try FileHandle(forWritingTo: log)
    process.standardOutput = process.standardError
    let status = try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
    guard status == 0 else { throw Failure(words: try String(contentsOf: log, encoding: .utf8)) }
    return TestCertificates(folder: folder)
  }
}
