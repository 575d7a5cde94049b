import Synchronization
import SystemCalls

/// What other threads leave for the editor's thread: text to show, and commands.
final class Mailbox: Sendable {
  private struct Content {
    var text: [UInt8] = []
    var commands: [Command] = []
    var drains: [@Sendable () -> Void] = []
    var hasBeenFull = false
    var isClosed = false
    var dropsBacklog = false
  }

  /// How many bytes may wait before the producer should rest.
  static let capacity = 262_144

  /// How many bytes may still wait once the user leaves: less than half a second's on a terminal of 40 kB/s.
  private static let lastCapacity = 16_384

  let wake = WakePipe()
  private let interruptTaken = WakePipe()
  private let content = Mutex(Content())
  /// When the editor's thread began what it does; nil while it waits.
  private let busySince = Mutex<ContinuousClock.Instant?>(nil)

  deinit {
    wake.close()
    interruptTaken.close()
  }

  var isFull: Bool {
    content.withLock { $0.text.count >= Self.capacity && !$0.dropsBacklog }
  }

  /// False when it is not taken any more.
  func put(_ text: [UInt8]) -> Bool {
    let (isTaken, isFirst) = content.withLock { content in
      guard !content.isClosed else { return (false, false) }
      defer {
        if content.dropsBacklog, content.text.count + text.count > Self.lastCapacity { content.text = [] }
        content.text += text
        if content.text.count >= Self.capacity { content.hasBeenFull = true }
      }
      return (true, content.text.isEmpty)
    }
    if isFirst { wake.wake() }
    return isTaken
  }

  func put(_ command: Command) {
    content.withLock { $0.commands.append(command) }
    wake.wake()
  }

  /// False when everything has been written and `body` will not be called.
  func put(drain body: @escaping @Sendable () -> Void) -> Bool {
    let isTaken = content.withLock { content in
      if !content.isClosed { content.drains.append(body) }
      return !content.isClosed
    }
    wake.wake()
    return isTaken
  }

  func note(isBusy: Bool) { busySince.withLock { $0 = isBusy ? .now : nil } }

  /// Whether the editor's thread has been busy for a second, which it is only on a terminal that takes nothing.
  var isStuck: Bool { busySince.withLock { $0.map { .now - $0 >= .seconds(1) } ?? false } }

  var hasText: Bool { content.withLock { !$0.text.isEmpty || !$0.drains.isEmpty } }

  /// Whether something waits that must not wait for a key.
  var isUrgent: Bool {
    content.withLock { content in
      content.commands.contains {
        switch $0 {
        case .interrupt, .stop: true
        default: false
        }
      }
    }
  }

  func takeCommand() -> Command? {
    let command = content.withLock { $0.commands.isEmpty ? nil : $0.commands.removeFirst() }
    if case .interrupt? = command { interruptTaken.wake() }
    return command
  }

  /// Whether the editor's thread takes the latest interrupt in time.
  func waitForInterrupt(milliseconds: Int32) -> Bool {
    guard Terminal.wait(for: [(interruptTaken.reading, Int16(POLLIN))], milliseconds: milliseconds)[0] else {
      return false
    }
    interruptTaken.clear()
    return true
  }

  func dropBacklog() {
    content.withLock { content in
      content.dropsBacklog = true
      if content.text.count > Self.lastCapacity { content.text = [] }
    }
  }

  /// Whole lines of at least `limit` bytes, or all that there is; what is to be called when it is written comes with the last of them.
  func takeText(limit: Int) -> (text: [UInt8], drains: [@Sendable () -> Void]) {
    let piece: [UInt8]? = content.withLock { content in
      guard content.text.count > limit, let end = content.text[limit...].firstIndex(of: 0x0A),
        end + 1 < content.text.count
      else { return nil }
      defer { content.text.removeSubrange(...end) }
      return Array(content.text[...end])
    }
    return piece.map { ($0, []) } ?? takeText()
  }

  /// The text, and what is to be called when it is written.
  func takeText() -> (text: [UInt8], drains: [@Sendable () -> Void]) {
    content.withLock { content in
      defer { (content.text, content.drains) = ([], []) }
      return (content.text, content.drains)
    }
  }

  /// Whether the queue has been full and has room again, which is answered once.
  func takeRoom() -> Bool {
    content.withLock { content in
      guard content.hasBeenFull, content.text.count < Self.capacity else { return false }
      content.hasBeenFull = false
      return true
    }
  }

  /// Interrupts that came while the terminal was lent were meant for the process that had it.
  func forgetInterrupts() {
    content.withLock { content in
      content.commands.removeAll {
        if case .interrupt = $0 { true } else { false }
      }
    }
  }

  /// Takes what is left, and nothing more from now on.
  func close() -> (text: [UInt8], drains: [@Sendable () -> Void]) {
    content.withLock { content in
      content.isClosed = true
      defer { (content.text, content.drains) = ([], []) }
      return (content.text, content.drains)
    }
  }
}
