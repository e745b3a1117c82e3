using AmiGovernance.Cli.Shell;
using CsCheck;

namespace AmiGovernance.Tests.Cli;

/// <summary>What a terminal of few columns shows.</summary>
public sealed class FoldedLineTests
{
    [Theory]
    [InlineData("a line that fits", "a line that fits")]
    [InlineData("a line that is just a bit too long", "a line that is just\n  a bit too long")]
    [InlineData("✓ the text behind a mark stays there", "✓ the text behind a\n  mark stays there")]
    [InlineData("   - 12. and so behind a number", "   - 12. and so\n         behind a\n         number")]
    [InlineData("take `amigov plan --all` or not", "take\n  `amigov plan --all`\n  or not")]
    [InlineData("take `` git switch 'a`b c' `` or not", "take\n  `` git switch 'a`b c' ``\n  or not")]
    [InlineData("see an_account_name_longer_than_a_line", "see\n  an_account_name_longer_than_a_line")]
    [InlineData("file    what it is for", "file    what it is\n        for")]
    [InlineData("file-with-a-long-name    what", "file-with-a-long-name\n  what")]
    [InlineData("\e[1mbold words\e[0m take no columns", "\e[1mbold words\e[0m take no\n  columns")]
    [InlineData(
        "\e[32m✓\e[0m the text behind a mark stays there",
        "\e[32m✓\e[0m the text behind a\n  mark stays there"
    )]
    [InlineData("\e[2m–\e[0m  1. so behind a number", "\e[2m–\e[0m  1. so behind a\n   number")]
    [InlineData("`amigov plan` says what it does", "`amigov plan` says\n  what it does")]
    [InlineData("  `amigov plan --all --x` says it", "  `amigov plan --all --x`\n    says it")]
    public void Is_broken_between_words(string line, string folded) => Assert.Equal(folded, FoldedLine.Of(line, 20));

    [Theory]
    [InlineData("amigov apply --policies dist --region eu-central-1")]
    [InlineData("    → amigov apply --policies dist")]
    [InlineData("    → aws organizations list-roots")]
    [InlineData("  { \"Sid\": \"DenyLaunchOfOthers\", \"Effect\": \"Deny\" }")]
    [InlineData("   12 |     \"account_id\": \"123456789012\", \"name\": \"a\"")]
    [InlineData("      |     ^^^^^^^^^^^^ here and not elsewhere")]
    [InlineData(" ACCOUNT      │ REGION       │ IMAGES ")]
    public void What_is_copied_or_drawn_stays_whole(string line) => Assert.Equal(line, FoldedLine.Of(line, 20));

    [Fact]
    public void No_word_is_lost_or_changed() =>
        Gen.Select(Gen.String[Gen.Char["ab1 `.✓-{│\e"]], Gen.Int[1, 30])
            .Sample(
                (line, width) => Assert.Equal(Words(line), Words(FoldedLine.Of(line, width).Replace('\n', ' '))),
                iter: TestScale.Samples(2_000)
            );

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void A_terminal_gets_folded_lines_however_they_are_written()
    {
        using var screen = new StringWriter();
        var writer = VisibleWriter.Over(screen, paints: () => false, width: () => 20);
        foreach (var character in "one two three four five six\nseven")
            writer.Write(character);
        Assert.Equal("one two three four\n  five six\n", screen.ToString());
        writer.Flush();
        writer.Unfolded.WriteLine(" eight nine ten eleven twelve");
        Assert.Equal("one two three four\n  five six\nseven eight nine ten eleven twelve\n", screen.ToString());
    }
}
