using AmiGovernance.Cli.Features.Manual;

namespace AmiGovernance.Tests.Cli;

/// <summary>The reference and the manual, as the binary has them.</summary>
public sealed class ManualTests
{
    public static TheoryData<string> Pages => [.. DocPages.Names];

    [Fact]
    public void The_pages_are_those_of_the_reference()
    {
        var written = Directory
            .GetFiles(RepositoryRoot.File("docs", "reference"), "*.md")
            .Select(f => Path.GetFileNameWithoutExtension(f));
        Assert.Empty(written.Except(DocPages.Names));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_is_text_without_marks(string name)
    {
        var (exitCode, output, _) = new Amigov().Run("docs", name);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("](", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\n|", output, StringComparison.Ordinal);
        Assert.DoesNotContain("```", output, StringComparison.Ordinal);
        Assert.EndsWith("\n", output, StringComparison.Ordinal);
    }

    /// <summary>In a table too; what stands between backticks is code, and may be a pattern.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Emphasis_is_plain_text(string name)
    {
        var output = new Amigov().Run("docs", name).Out;
        var prose = string.Join('\n', output.Split('\n').Where(l => !l.StartsWith("    ", StringComparison.Ordinal)));
        var outside = string.Concat(prose.Split('`').Where((_, i) => i % 2 == 0));
        Assert.DoesNotMatch(@"(?<![\w*])\*\w[^*\n]*\w\*(?![\w*])", outside);
        Assert.DoesNotContain("**", outside, StringComparison.Ordinal);
    }

    /// <summary>Only what has no words, such as an address or a path, is longer; and code, which is copied.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_fits_the_terminal(string name)
    {
        foreach (var columns in (int[])[60, 80])
        {
            var (_, screen) = new Amigov().RunInTerminal(columns, "docs", name);
            var lines = screen.Split('\n').Where(l => !l.StartsWith("    ", StringComparison.Ordinal));
            Assert.All(
                lines.Where(l => l.Length > columns),
                l => Assert.True(l.Trim().Split(' ').Max(word => word.Length) > columns / 2, l)
            );
        }
    }

    [Fact]
    public void Prose_is_folded_and_code_is_not()
    {
        var text = new Amigov().Run("docs", "exit-codes#ctrl-c").Out;
        Assert.StartsWith("Ctrl-C\n------\n", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 100, line));
        Assert.Contains(
            "\n    amigov generate --mode enabled",
            new Amigov().Run("docs", "generate").Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_words_of_a_command_show_its_part_alone()
    {
        var text = new Amigov().Run("docs", "exception", "approve").Out;
        Assert.StartsWith("`amigov exception approve`\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("`amigov exception reject`\n-", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_words_of_a_group_show_the_parts_of_all_its_commands()
    {
        var text = new Amigov().Run("docs", "dashboard").Out;
        foreach (var name in new[] { "show", "plan", "apply" })
            Assert.Contains($"`amigov dashboard {name}`\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_is_a_topic() =>
        Assert.StartsWith("AMI0201: ", new Amigov().Run("docs", "ami0201").Out, StringComparison.Ordinal);

    [Fact]
    public void Without_a_topic_the_pages_are_listed()
    {
        var (exitCode, output, _) = new Amigov().Run("docs");
        Assert.Equal(0, exitCode);
        Assert.Equal(DocPages.Names, output.TrimEnd('\n').Split('\n').Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void A_topic_that_is_none_is_a_bad_command_line_with_a_hint()
    {
        var (exitCode, output, error) = new Amigov().Run("docs", "exitcodes");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal("there is no page 'exitcodes'; did you mean 'exit-codes'?\n", error);
    }

    [Fact]
    public void Every_command_has_a_page_of_the_manual_in_a_file()
    {
        var amigov = new Amigov();
        Assert.Equal(0, amigov.Run("man", "--dir", "man1").ExitCode);
        Assert.Contains("man1/amigov.1", amigov.Files.Files.Keys);
        Assert.Contains("man1/amigov-exception-approve.1", amigov.Files.Files.Keys);
        Assert.Equal(HelpTests.Pages.Count, amigov.Files.Files.Count);
        Assert.Equal(amigov.Text("man1/amigov-apply.1"), amigov.Run("man", "apply").Out);
    }
}
