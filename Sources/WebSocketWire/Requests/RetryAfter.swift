/// When a server that is busy wants to be asked again (RFC 9110 10.2.3).
package enum RetryAfter {
  /// The seconds from `now`, which counts from 1970-01-01 00:00 UTC, that an answer asks for; nil where it asks for none that can be
  /// understood, and 0 for a date that has passed.
  package static func seconds(in answer: HTTPHead, now: Int) -> Int? {
    guard let value = answer.fields("Retry-After").first?.value else { return nil }
    // More seconds than a number holds are asked for all the same.
    if !value.isEmpty, value.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) { return Digits.decimal(value) ?? .max }
    return CookieDate.seconds(value).map { max(0, $0 - now) }
  }
}
