using AmiGovernance.Core.Base.Text;
using AmiGovernance.TestSupport.Hostile;
using CsCheck;

namespace AmiGovernance.Tests.Base.Text;

public sealed class EscapedTests
{
    private static readonly string[] Bits =
    [
        .. "` `` ``` \\ | [x](y) <b> @a #1 http://x.y www.x.y &lt; $x$ a".Split(' '),
        " ",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
            Gen.Int[0, HostileTexts.All.Length - 1].Select(i => HostileTexts.All[i]),
            Gen.Int[0, Bits.Length - 1].Select(i => Bits[i]),
            Gen.String[0, 4]
        )
        .Array[1, 7]
        .Select(parts => string.Concat(parts));

    /// <summary>A stranger's `a`` `[x](y)`` opened code spans that did not close, for each backtick was counted.</summary>
    [Theory]
    [InlineData("`` ` [x](https://e.example) `")]
    [InlineData("a`b ![i](http://e.example/i.png)`c` [l](javascript:alert(1))")]
    [InlineData("`x`@octocat``y`")]
    [InlineData("@octocat #12 www.e.example a@e.example :octocat:")]
    public void Markdown_from_outside_is_only_read(string text)
    {
        var cell = MarkdownFormat.Escape(text);
        Assert.Null(Harmless.OfMarkdown($"- {cell}\n"));
        Assert.Null(Harmless.OfMarkdown($"| a | b |\n|---|---|\n| {cell} | x |\n"));
    }

    [Fact]
    public void Texts_that_are_harmless_alone_are_so_side_by_side()
    {
        var shown = Escaped<MarkdownFormat>.Of($"- {"/gh"}{"-2+3"}\n").ToString();
        Assert.Null(Harmless.OfMarkdown(shown));
    }

    [Fact]
    public void Markdown_of_any_text_is_harmless_and_keeps_to_its_cell() =>
        Gen.Select(Text, Text)
            .Sample(
                (left, right) =>
                {
                    var row = Escaped<MarkdownFormat>.Of($"| {left} | {right} |\n");
                    var shown = $"| a | b |\n|---|---|\n{row}\n- {Escaped<MarkdownFormat>.Of($"{left}{right}")}\n";
                    Assert.Null(Harmless.OfText(shown));
                    Assert.True(Harmless.OfMarkdown(shown) is null, $"{Harmless.OfMarkdown(shown)} in\n{shown}");
                },
                iter: TestScale.Samples(2000),
                seed: "0000KOIPSyL6"
            );

    [Theory]
    [InlineData("plain-1.2_x/y:z", "plain-1.2_x/y:z")]
    [InlineData("", "''")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("$(id)", "'$(id)'")]
    [InlineData("=id", "'=id'")]
    [InlineData("a\nb", "'a\\u{A}b'")]
    public void A_value_is_one_word_for_a_shell(string text, string expected) =>
        Assert.Equal(expected, ShellFormat.Escape(text));

    [Fact]
    public void Lines_stay_and_each_is_escaped() =>
        Assert.Equal("a &lt;!here&gt;\n\\u{1B}b\n", Escaped<SlackFormat>.Lines("a <!here>\n\u001bb\n").ToString());

    [Fact]
    public void A_number_has_the_form_that_is_asked_for() =>
        Assert.Equal("<b>1.5</b>", Escaped<HtmlFormat>.Of($"<b>{1.46:0.#}</b>").ToString());

    [Fact]
    public void Half_a_surrogate_pair_is_shown() => Assert.Equal("\\u{D800}x", Sanitize.Text("\ud800x"));

    [Theory]
    [InlineData("\u009b31m", "\\u{9B}31m")]
    [InlineData("\t=1", "\\u{9}=1")]
    [InlineData("=1", "'=1")]
    public void A_cell_is_visible_and_no_formula(string text, string expected) =>
        Assert.Equal(expected, Csv.Cell(text));

    /// <summary>CommonMark 0.31.2, 4.5: a fence is closed by one that is at least as long.</summary>
    [Fact]
    public void Code_cannot_end_its_block()
    {
        var block = Escaped<MarkdownFormat>.Code("a = \"x\"\n````\n\u001b[31m# heading\n").ToString();
        Assert.Equal("`````text\na = \"x\"\n````\n\\u{1B}[31m# heading\n`````\n", block);
        Assert.StartsWith("```text\n", Escaped<MarkdownFormat>.Code("x").ToString(), StringComparison.Ordinal);
    }
}
