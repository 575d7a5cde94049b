import Synchronization
import SystemCalls
import WebSocketTransport
import WebSocketWire

/// The editor that the user likes best, on a file of its own.
enum ExternalEditor {
  /// The process that runs now; 0 for none.
  private static let child = Mutex<pid_t>(0)

  /// Ends the editor that runs now, because the program ends.
  static func end() {
    child.withLock { if $0 > 0 { kill($0, SIGTERM) } }
  }

  /// Waits until it ends; what was written, without the last line's end. Nothing when the editor failed or wrote nothing.
  static func compose(_ kind: MessageKind, limit: Int) throws(Failure) -> [UInt8] {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/wscope-XXXXXX.txt".utf8CString)
    let descriptor = mkstemps(&template, 4)
    let path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, "no file can be created in \(folder): \(SystemError.words(errno))")
    }
    close(descriptor)
    var isKept = false
    defer { if !isKept { unlink(path) } }
    let status = try run(path)
    guard status == 0 else {
      throw Failure(.noInput, "the editor ended with status \(status); nothing was sent")
    }
    var bytes = try FileReader.read(path, limit: limit, hint: "raise --max-message")
    if bytes.last == 0x0A { bytes.removeLast() }
    do throws(Failure) {
      try OutgoingMessage(kind: kind, bytes: bytes, origin: "what was written").check()
    } catch {
      isKept = true
      throw Failure(status: error.status, error.sentence, hint: "it is kept in \(path)")
    }
    return bytes
  }

  /// As a shell would start it, because `$EDITOR` may hold options.
  private static func run(_ path: String) throws(Failure) -> Int32 {
    let (child, error) = ChildProcess.start(
      "/bin/sh", ["-c", "${VISUAL:-${EDITOR:-vi}} \"$1\"", "sh", path], prepare: { _ in })
    guard error == 0 else { throw Failure(.noInput, "no editor can be started: \(SystemError.words(error))") }
    Self.child.withLock { $0 = child }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    Self.child.withLock { $0 = 0 }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
