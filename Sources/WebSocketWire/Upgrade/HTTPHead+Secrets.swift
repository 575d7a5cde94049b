extension HTTPHead {
  /// The lines that hold secrets, by where they begin, with `***` for those. `tokens` are subprotocols that are secret wherever they
  /// are.
  package func linesWithoutSecrets(tokens: [String]) -> [Int: String] {
    var lines: [Int: String] = [:]
    for field in fields {
      let value =
        tokens.contains(field.value)
        ? SecretFilter.mark : SecretFilter.value(field.value, ofField: field.name)
      guard value != field.value else { continue }
      lines[field.range.lowerBound] = "\(field.name): \(value)"
      // The first line now has all of the value that may be shown.
      for fold in folds where field.range.contains(fold.lowerBound) {
        lines[fold.lowerBound] = " " + SecretFilter.mark
      }
    }
    for line in malformed where lines[line.lowerBound] == nil {
      lines[line.lowerBound] = SecretFilter.text(HTTPHead.text(bytes[line]))
    }
    let parts = startLineParts
    if parts.count == 3 {
      lines[startLineRange.lowerBound] =
        "\(parts[0]) \(SecretFilter.resource(parts[1])) \(SecretFilter.text(parts[2]))"
    }
    return lines
  }

  /// The head with `***` for the secrets in it; all other bytes are as they were.
  package func withoutSecrets(tokens: [String]) -> HTTPHead {
    let hidden = linesWithoutSecrets(tokens: tokens)
    var safe: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let start = rest.startIndex
      let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
      let next = min(end + 1, rest.endIndex)
      let lineEnd = end > start && end < rest.endIndex && rest[end - 1] == 0x0D ? end - 1 : end
      if let line = hidden[start], line != HTTPHead.text(bytes[start..<lineEnd]) {
        safe += Array(line.utf8) + bytes[lineEnd..<next]
      } else {
        safe += bytes[start..<next]
      }
      rest = rest[next...]
    }
    return safe == bytes ? self : HTTPHead(safe)
  }
}
