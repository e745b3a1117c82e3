using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Tests.Base.Text;

public sealed class TextTests
{
    [Theory]
    [InlineData("vendr_name", "vendor_name")]
    [InlineData("VENDOR_NAME", "vendor_name")]
    [InlineData("acount_id", "account_id")]
    [InlineData("accuont_id", "account_id")]
    [InlineData("account-id", "account_id")]
    [InlineData("colour", null)]
    public void The_nearest_known_word_is_suggested(string word, string? expected) =>
        Assert.Equal(expected, Suggestion.For(word, ["account_id", "vendor_name", "notes"]));

    [Theory]
    [InlineData("plain é 日本", "plain é 日本")]
    [InlineData("\e[31mred", "\\u{1B}[31mred")]
    [InlineData("a\nb\tc", "a\\u{A}b\\u{9}c")]
    [InlineData("abc\u202Edef", "abc\\u{202E}def")]
    [InlineData("zero\u200Bwidth", "zero\\u{200B}width")]
    [InlineData("\u2066x\u2069", "\\u{2066}x\\u{2069}")]
    public void Hostile_characters_are_shown_and_not_obeyed(string text, string expected) =>
        Assert.Equal(expected, Sanitize.Text(text));

    [Fact]
    public void Positions_are_found_in_the_last_line_and_past_the_end()
    {
        var source = SourceText.FromString("f", "ab\r\ncd");
        Assert.Equal(new LinePosition(2, 3), source.GetPosition(99));
        Assert.Equal("ab", source.GetLine(1));
        Assert.Equal("", source.GetLine(3));
    }

    /// <summary>Characters of one to four bytes, in a line that is much longer than what is read for one place.</summary>
    private static string LongLine => string.Concat(Enumerable.Repeat("aé日😀", 2000));

    [Fact]
    public void Columns_of_a_long_line_are_UTF_16_units()
    {
        var text = $"first\n{LongLine}\nlast";
        var source = SourceText.FromString("f", text);
        var (line, column, offset) = (1, 1, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            Assert.Equal(new LinePosition(line, column), source.GetPosition(offset));
            offset += rune.Utf8SequenceLength;
            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + rune.Utf16SequenceLength);
        }
    }

    [Fact]
    public void A_long_line_is_read_around_a_place_only()
    {
        var source = SourceText.FromString("f", $"first\r\n{LongLine}\r\nlast");
        var whole = source.GetLine(2);
        for (var at = 7; at < source.Bytes.Length - 6; at += 997)
        {
            var (text, before, hasMore) = source.GetLineAround(at, 20);
            Assert.True(text.Length <= 200);
            Assert.Equal(whole.Substring(before, text.Length), text);
            Assert.Equal(before + text.Length < whole.Length, hasMore);
            Assert.InRange(source.GetPosition(at).Column - 1, before, before + text.Length);
        }
        Assert.Equal(("first", 0, false), source.GetLineAround(0, 20));
        Assert.Equal(("last", 0, false), source.GetLineAround(source.Bytes.Length, 20));
    }
}
