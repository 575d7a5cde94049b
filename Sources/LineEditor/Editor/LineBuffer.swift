import CReadline
import SystemCalls

/// The line that is typed, in readline's own buffer, and the rules for what is put into it: its limit, NULs, marks of commands in pastes.
///
/// Lives on the editor's thread.
final class LineBuffer {
  /// The most bytes of a line.
  let limit: Int
  private let onFull: () -> Void
  private var nuls = NulStandIn()
  private var pastes: PasteGuard

  /// `commandMark` is the byte that begins a command, and `onFull` is called for what the line has no room for.
  init(limit: Int, commandMark: UInt8?, onFull: @escaping () -> Void) {
    self.limit = limit
    self.onFull = onFull
    pastes = PasteGuard(mark: commandMark)
  }

  /// The bytes of the line, with the marks that are in place of its NULs.
  var bytes: [UInt8] { first(Int(creadline_length())) }

  var isEmpty: Bool { creadline_length() == 0 }

  /// The line that was read, as it was typed; the next one is a new one.
  func finish(_ text: [UInt8]) -> [UInt8] {
    defer { forget() }
    return nuls.reveal(text)
  }

  /// Forgets what is special in the line.
  func forget() {
    nuls = NulStandIn()
    pastes.forget()
  }

  func insert(_ text: [UInt8]) {
    guard text.count <= limit - Int(creadline_length()) else { return refuse() }
    guard let hidden = nuls.hide(text, in: bytes) else {
      rl_ding()
      return
    }
    if let line = hidden.line {
      let point = creadline_point()
      rl_replace_line(Self.string(line), 1)
      creadline_move_to(point)
    }
    rl_insert_text(Self.string(hidden.text))
  }

  /// Puts what was pasted into the line, and ends a command that waits for another key.
  func paste(_ text: [UInt8]) {
    creadline_end_pending()
    insert(pastes.guarded(text, at: Int(creadline_point())))
    rl_redisplay()
  }

  /// Takes away what was yanked beyond the limit: a line that is killed and yanked twice is twice as long.
  func keepLimit() {
    guard creadline_has_yanked() != 0, creadline_length() > limit else { return }
    rl_do_undo()
    refuse()
  }

  /// Doubles a command's mark that is part of a paste and that an edit has brought to the front.
  func keepPasteData() {
    guard
      let mark = pastes.markToAdd(
        start: first(2), length: Int(creadline_length()), historyPlace: Int(where_history()),
        isYank: creadline_has_yanked() != 0)
    else { return }
    let point = creadline_point()
    creadline_move_to(0)
    insert([mark])
    creadline_move_to(point + 1)
  }

  private func refuse() {
    rl_ding()
    onFull()
  }

  private func first(_ count: Int) -> [UInt8] {
    UnsafeBufferPointer(start: creadline_line(), count: min(count, Int(creadline_length())))
      .map(UInt8.init(bitPattern:))
  }

  private static func string(_ text: [UInt8]) -> [CChar] { text.map(CChar.init(bitPattern:)) + [0] }
}
