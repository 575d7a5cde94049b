import CTerminal
import SystemCalls
import WebSocketInspect

/// Asks the person at the terminal for a secret, which is not shown.
enum SecretQuestion {
  /// What is typed before the line's end; nil where there is no terminal. Fails when it is given up with Ctrl-D.
  static func ask(_ question: String) throws(Failure) -> [UInt8]? {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    guard cterminal_hide(terminal) == 0 else { return nil }
    _ = Descriptor.writeAll(terminal, Array("wscope: \(Escaper.line(question)): ".utf8))
    let answer = read(terminal)
    cterminal_show()
    _ = Descriptor.writeAll(terminal, [0x0A])
    guard let answer else {
      throw Failure(status: ExitStatus.signal(SIGINT), "the \(question) was not given")
    }
    return answer
  }

  /// More bytes are not taken.
  private static let limit = 1024

  /// Reads keys up to the end of a line; nil where it is given up, or the terminal is gone.
  private static func read(_ terminal: Int32) -> [UInt8]? {
    var answer: [UInt8] = []
    while case .success(let bytes) = Descriptor.readSome(terminal, limit: 256), !bytes.isEmpty {
      for byte in bytes {
        switch byte {
        case 0x0A, 0x0D: return answer
        case 0x04: return nil
        case 0x08, 0x7F: _ = answer.popLast()
        case 0x15: answer = []
        default: if answer.count < limit { answer.append(byte) }
        }
      }
    }
    return nil
  }
}
