import Synchronization
import SystemCalls
import WebSocketInspect
import WebSocketTransport
import WebSocketWire

/// The cookies of a run, and the file that keeps them.
final class CookieFile: Sendable {
  private let jar: Mutex<CookieJar>
  /// nil for cookies that end with the run.
  private let path: String?

  /// The most bytes of a file of cookies.
  private static let limit = 16 << 20

  /// Reads these files, and the one that is written, if it is there already.
  init(reading files: [String], writing path: String?) throws(Failure) {
    var jar = CookieJar()
    for file in files { try Self.read(file, into: &jar) }
    if let path {
      if FileStatus(following: path) != nil {
        try Self.read(path, into: &jar)
      } else {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard access(folder, W_OK) == 0 else {
          throw Failure(
            .cannotCreate, "\(Escaper.line(path)) cannot be created: \(SystemError.words(errno))")
        }
      }
    }
    self.jar = Mutex(jar)
    self.path = path
  }

  /// The value of the `Cookie` field of a request; nil for none.
  func field(for url: WebSocketURL) -> String? { jar.withLock { $0.field(for: url, now: Self.now) } }

  /// Takes what an answer sets, and writes the file where that changes something. What is wrong with the file is a failure that
  /// stops nothing.
  func take(_ answer: HTTPHead?, from url: WebSocketURL) -> Failure? {
    guard let answer else { return nil }
    let text = jar.withLock { jar in
      jar.store(answer, from: url, now: Self.now) && path != nil ? jar.netscape : nil
    }
    guard let text, let path else { return nil }
    do throws(Failure) {
      // Another program that reads the file meanwhile sees the old one whole, or the new one.
      let draft = "\(path).\(getpid())"
      try NewFile(draft, named: path).write(text)
      guard rename(draft, path) == 0 else {
        let number = errno
        unlink(draft)
        throw Failure(.writeFailed, "\(Escaper.line(path)) cannot be written: \(SystemError.words(number))")
      }
      return nil
    } catch { return error }
  }

  private static func read(_ path: String, into jar: inout CookieJar) throws(Failure) {
    let bytes = try FileReader.read(path, limit: limit, hint: nil)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.badData, "\(Escaper.line(path)) is not UTF-8, as a file of cookies must be")
    }
    do { try jar.read(netscape: text, now: now) } catch {
      throw Failure(
        .badData, "\(Escaper.line(path)), line \(error.line): \(error.words)",
        hint: "cookies on the command line are spelled NAME=VALUE")
    }
  }

  /// Seconds since 1970-01-01 00:00 UTC.
  private static var now: Int { Int(TimeOfDay.now.components.seconds) }
}
