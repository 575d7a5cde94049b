import CPCRE2
import SystemCalls
import WebSocketConversation
import WebSocketInspect
import WebSocketWire

/// A regular expression of PCRE2 whose work on one message is bounded: an expression that backtracks without end fails.
///
/// A message that is UTF-8 is read as characters, and any other as bytes.
final class Pattern: Sendable {
  /// What was compiled, which is only read from then on, by any thread.
  private struct Code: @unchecked Sendable {
    let plain: OpaquePointer
    /// The same, with a callout before each part of the expression, for long messages: a repeat that is tried at each byte takes no steps.
    let watched: OpaquePointer
  }

  private let characters: Code
  /// nil where the expression has a character that is not a byte.
  private let bytes: Code?
  private nonisolated(unsafe) let limits: OpaquePointer
  private let option: String

  /// How many steps of matching one message may take: some seconds.
  private static let stepLimit: UInt32 = 10_000_000
  /// How much memory for going back it may take, in KiB.
  private static let heapLimit: UInt32 = 65536
  /// The most bytes of a message that is searched without a watch on the time.
  private static let longest = 16384
  /// How much processor time a longer one may take: a busy machine should not give up what a quiet one finds.
  private static let timeLimit = Duration.seconds(2)

  /// When a search is over, and how often that was asked.
  private struct Watch {
    let end: Duration
    var calls = 0

    /// The clock is read once in 256 calls, because that is a system call.
    mutating func isOver() -> Bool {
      calls &+= 1
      return calls & 0xFF == 0 && ThreadTime.now > end
    }
  }

  /// `option` is where the expression was given, as sentences name it. Fails for what is not an expression.
  init(_ text: String, option: String) throws(Failure) {
    var fault: (number: Int32, offset: Int) = (0, 0)
    // Without characters a message is searched where it is UTF-8.
    let options = UInt32(PCRE2_UTF) | UInt32(PCRE2_MATCH_INVALID_UTF)
    guard let characters = Self.compile(text, options, &fault) else {
      throw Failure(
        .usage,
        "\(option) \(text.quoted), character \(Self.character(fault.offset, of: text)): \(Self.words(fault.number))"
      )
    }
    guard let limits = pcre2_match_context_create_8(nil) else {
      throw Failure(.software, "there is no memory for \(option)")
    }
    pcre2_set_match_limit_8(limits, Self.stepLimit)
    pcre2_set_heap_limit_8(limits, Self.heapLimit)
    (self.characters, self.limits, self.option) = (characters, limits, option)
    bytes = Self.compile(text, 0, &fault)
  }

  private static func compile(
    _ text: String, _ options: UInt32, _ fault: inout (number: Int32, offset: Int)
  ) -> Code? {
    let bytes = Array(text.utf8)
    guard let plain = pcre2_compile_8(bytes, bytes.count, options, &fault.number, &fault.offset, nil) else {
      return nil
    }
    guard
      let watched = pcre2_compile_8(
        bytes, bytes.count, options | UInt32(PCRE2_AUTO_CALLOUT), &fault.number, &fault.offset, nil)
    else {
      pcre2_code_free_8(plain)
      return nil
    }
    return Code(plain: plain, watched: watched)
  }

  deinit {
    pcre2_match_context_free_8(limits)
    for code in [characters, bytes].compactMap(\.self) {
      pcre2_code_free_8(code.plain)
      pcre2_code_free_8(code.watched)
    }
  }

  /// Whether the expression is found in these bytes. Fails where that takes too much work.
  func isFound(in bytes: [UInt8]) throws(Failure) -> Bool { try search(bytes) { _ in } != nil }

  /// What `body` makes of where the expression is found, two offsets for each group; nil where it is not found.
  private func search<Found>(
    _ message: [UInt8], _ body: (UnsafeBufferPointer<Int>) -> Found
  ) throws(Failure) -> Found? {
    let isText = UTF8Validator.fault(in: message.span.bytes) == nil
    let code = isText ? characters : bytes ?? characters
    guard let match = pcre2_match_data_create_from_pattern_8(code.plain, nil) else {
      throw Failure(.software, "there is no memory for \(option)")
    }
    defer { pcre2_match_data_free_8(match) }
    let result =
      message.count <= Self.longest
      ? pcre2_match_8(code.plain, message, message.count, 0, 0, match, limits)
      : try watch(message, code.watched, match)
    if result >= 0 {
      let count = Int(pcre2_get_ovector_count_8(match))
      return body(UnsafeBufferPointer(start: pcre2_get_ovector_pointer_8(match), count: 2 * count))
    }
    guard result == PCRE2_ERROR_NOMATCH else {
      throw Failure(
        .badData,
        "\(option) was given up on a message of \(Formatting.bytes(UInt64(message.count))): \(Self.words(result))",
        hint: "an expression with repeats inside repeats can take any time; make it simpler")
    }
    return nil
  }

  /// Searches a long message, and gives up when the time is over.
  private func watch(
    _ message: [UInt8], _ watched: OpaquePointer, _ match: OpaquePointer
  ) throws(Failure) -> Int32 {
    guard let context = pcre2_match_context_copy_8(limits) else {
      throw Failure(.software, "there is no memory for \(option)")
    }
    defer { pcre2_match_context_free_8(context) }
    var watch = Watch(end: ThreadTime.now + Self.timeLimit)
    return withUnsafeMutablePointer(to: &watch) { watch in
      let look:
        @convention(c) (UnsafeMutablePointer<pcre2_callout_block_8>?, UnsafeMutableRawPointer?) -> Int32 =
          { _, watch in
            let isOver = watch?.assumingMemoryBound(to: Watch.self).pointee.isOver() ?? true
            return isOver ? PCRE2_ERROR_MATCHLIMIT : 0
          }
      pcre2_set_callout_8(context, look, watch)
      return pcre2_match_8(watched, message, message.count, 0, 0, match, context)
    }
  }

  /// PCRE2's own words, which are in plain ASCII.
  private static func words(_ number: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = pcre2_get_error_message_8(number, &buffer, buffer.count)
    return String(decoding: buffer.prefix(Int(max(0, count))), as: UTF8.self)
  }

  private static func character(_ offset: Int, of text: String) -> Int {
    String(decoding: text.utf8.prefix(offset), as: UTF8.self).count + 1
  }
}

extension Pattern: ScriptPattern {
  var names: [String] { groups.map(\.name) }

  func captures(in bytes: [UInt8]) throws -> [String: [UInt8]]? {
    try search(bytes) { offsets in
      var captures: [String: [UInt8]] = [:]
      for (name, number) in groups where 2 * number + 1 < offsets.count {
        // A group that took no part is found nowhere.
        let (start, end) = (offsets[2 * number], offsets[2 * number + 1])
        captures[name] = start <= end && end <= bytes.count && start >= 0 ? Array(bytes[start..<end]) : []
      }
      return captures
    }
  }

  /// Each group by its number, 0 for all that is found, and by its name if it has one.
  private var groups: [(name: String, number: Int)] {
    let numbers = 0...Int(number(PCRE2_INFO_CAPTURECOUNT))
    var table: UnsafePointer<UInt8>?
    pcre2_pattern_info_8(characters.plain, UInt32(PCRE2_INFO_NAMETABLE), &table)
    let size = Int(number(PCRE2_INFO_NAMEENTRYSIZE))
    // An entry is the number in two bytes, and the name with a NUL at its end.
    let named = (0..<Int(number(PCRE2_INFO_NAMECOUNT))).compactMap { index -> (name: String, number: Int)? in
      guard let entry = table?.advanced(by: index * size) else { return nil }
      return (String(cString: entry + 2), Int(entry[0]) << 8 | Int(entry[1]))
    }
    return numbers.map { ("\($0)", $0) } + named
  }

  private func number(_ what: Int32) -> UInt32 {
    var value: UInt32 = 0
    pcre2_pattern_info_8(characters.plain, UInt32(what), &value)
    return value
  }
}
