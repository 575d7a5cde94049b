/// Which elements of two sequences belong together, because they are equal and in the same order.
enum Alignment {
  /// The longest common subsequence, as pairs of indices that rise. Both have at most 65535 elements; the work and the memory are the
  /// product of what is left of their lengths without a common beginning and end.
  static func pairs(_ one: [Int], _ other: [Int]) -> [(Int, Int)] {
    let most = min(one.count, other.count)
    let head = (0..<most).first { one[$0] != other[$0] } ?? most
    let tail =
      (0..<most - head).first { one[one.count - 1 - $0] != other[other.count - 1 - $0] } ?? most - head
    let middle = longest(
      one[head..<one.count - tail], other[head..<other.count - tail])
    return (0..<head).map { ($0, $0) } + middle
      + (0..<tail).reversed().map { (one.count - 1 - $0, other.count - 1 - $0) }
  }

  private static func longest(_ one: ArraySlice<Int>, _ other: ArraySlice<Int>) -> [(Int, Int)] {
    let (rows, columns) = (one.count, other.count)
    guard rows > 0, columns > 0 else { return [] }
    // lengths[i * width + j] is that of the best for what follows i and j.
    let width = columns + 1
    var lengths = [UInt16](repeating: 0, count: (rows + 1) * width)
    for row in (0..<rows).reversed() {
      let value = one[one.startIndex + row]
      for column in (0..<columns).reversed() {
        let place = row * width + column
        lengths[place] =
          value == other[other.startIndex + column]
          ? lengths[place + width + 1] + 1 : max(lengths[place + width], lengths[place + 1])
      }
    }
    var pairs: [(Int, Int)] = []
    var (row, column) = (0, 0)
    while row < rows, column < columns {
      let place = row * width + column
      if one[one.startIndex + row] == other[other.startIndex + column] {
        pairs.append((one.startIndex + row, other.startIndex + column))
        (row, column) = (row + 1, column + 1)
      } else if lengths[place + width] >= lengths[place + 1] {
        row += 1
      } else {
        column += 1
      }
    }
    return pairs
  }
}
