/// The file format of Netscape, which curl and browsers' exports have: a line a cookie, seven fields with tabs between them.
extension CookieJar {
  /// What is wrong with a line of such a file.
  package struct Fault: Error, Hashable, Sendable {
    /// From 1.
    package let line: Int
    package let words: String
  }

  private static let secretMark = "#HttpOnly_"

  /// Adds what the file holds and has not expired. `now` is in seconds since 1970-01-01 00:00 UTC.
  package mutating func read(netscape text: String, now: Int) throws(Fault) {
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let isSecret = line.hasPrefix(Self.secretMark)
      guard isSecret || !line.hasPrefix("#"), !line.allSatisfy({ $0 == " " || $0 == "\t" }) else { continue }
      let fields = (isSecret ? line.dropFirst(Self.secretMark.count) : line)
        .split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 7 || fields.count == 6, !fields[0].isEmpty, !fields[5].isEmpty else {
        throw Fault(
          line: index + 1,
          words: "seven fields with tabs between them are expected, as in a cookie file of curl")
      }
      guard let expiry = Digits.decimal(fields[4]) else {
        throw Fault(line: index + 1, words: "the fifth field is a number of seconds since 1970")
      }
      guard line.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
        throw Fault(line: index + 1, words: "the line holds a control character")
      }
      let domain = fields[0].hasPrefix(".") ? fields[0].dropFirst() : fields[0]
      add(
        Cookie(
          name: String(fields[5]), value: fields.count == 7 ? String(fields[6]) : "",
          domain: domain.lowercased(), includesSubdomains: fields[1].uppercased() == "TRUE",
          path: fields[2].hasPrefix("/") ? String(fields[2]) : "/",
          isSecure: fields[3].uppercased() == "TRUE", isHTTPOnly: isSecret,
          expiry: expiry == 0 ? nil : expiry),
        now: now)
    }
  }

  /// All cookies in that format.
  package var netscape: String {
    let lines = cookies.map { cookie in
      let fields = [
        (cookie.isHTTPOnly ? Self.secretMark : "") + (cookie.includesSubdomains ? "." : "") + cookie.domain,
        cookie.includesSubdomains ? "TRUE" : "FALSE", cookie.path, cookie.isSecure ? "TRUE" : "FALSE",
        "\(cookie.expiry ?? 0)", cookie.name, cookie.value,
      ]
      return fields.joined(separator: "\t") + "\n"
    }
    return "# Netscape HTTP Cookie File\n\n" + lines.joined()
  }
}
