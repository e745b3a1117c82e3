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
}
