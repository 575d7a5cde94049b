import SystemCalls

/// The system's own words for its error numbers.
package enum SystemError {
  /// `Connection refused` and the like, with a small first letter, as a sentence wants it.
  package static func words(_ number: Int32) -> String {
    let text = strerror(number).map { String(cString: $0) } ?? "error \(number)"
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
