/// The word that a misspelled one was meant to be.
enum NearestWord {
  /// The one that at most two letters make of the word, and not all of it; nil for none.
  static func find(_ word: String, among words: [String]) -> String? {
    guard word.utf8.count <= 40 else { return nil }
    let letters = Array(word.lowercased().utf8)
    let best = words.map { ($0, distance(letters, Array($0.utf8))) }.min { $0.1 < $1.1 }
    return best.flatMap { $0.1 <= 2 && $0.1 * 2 < $0.0.utf8.count ? $0.0 : nil }
  }

  /// The words that may have been meant, the likeliest first: the nearest one, and at most four that have its last part in them.
  static func list(_ word: String, among words: [String]) -> [String] {
    let nearest = find(word, among: words)
    let part = word.lowercased().split(separator: "_").last.map(String.init) ?? ""
    let others = part.count < 3 ? [] : words.filter { $0 != nearest && $0.contains(part) }
    return (nearest.map { [$0] } ?? []) + others.prefix(4)
  }

  /// How many letters must be put in, left out, replaced or exchanged with their neighbor to make one word of the other
  /// (the restricted distance of Damerau and Levenshtein).
  private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var before: [Int] = []
    var last = Array(0...other.count)
    for (i, a) in one.enumerated() {
      var row = [i + 1]
      for (j, b) in other.enumerated() {
        var best = min(last[j] + (a == b ? 0 : 1), row[j] + 1, last[j + 1] + 1)
        if i > 0, j > 0, a == other[j - 1], b == one[i - 1] { best = min(best, before[j - 1] + 1) }
        row.append(best)
      }
      (before, last) = (last, row)
    }
    return last[other.count]
  }
}
