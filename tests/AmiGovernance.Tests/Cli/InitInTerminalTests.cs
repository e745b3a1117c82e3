namespace AmiGovernance.Tests.Cli;

/// <summary>What `init` asks a person, and what it shows.</summary>
public sealed class InitInTerminalTests
{
    /// <summary>The end of the input is Ctrl-D: nobody answered.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("123456738923\n")]
    [InlineData("123456738923\nhttps://t.company.com/x\n\nno\n")]
    public void Where_the_answers_end_it_ends_and_writes_nothing(string answers)
    {
        var amigov = new Amigov { IsInteractive = true, Input = answers };
        Assert.Equal(130, amigov.Run("init", "gov").ExitCode);
        Assert.Empty(amigov.Files.Files);
    }

    /// <summary>A shell takes each line for a command or a comment, however narrow the terminal is.</summary>
    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void What_comes_next_can_be_pasted(int columns)
    {
        var amigov = new Amigov();
        amigov.Environment["NO_COLOR"] = "1";
        var screen = amigov.RunInTerminal(columns, "init", "gov", "--yes", "--ops-account", "123456738923").Screen;
        var steps = screen[(screen.IndexOf("Next:", StringComparison.Ordinal) + 5)..];
        string[] commands = ["# ", "cd ", "$EDITOR ", "amigov ", "git "];
        Assert.All(
            steps.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            line => Assert.Contains(commands, c => line.StartsWith(c, StringComparison.Ordinal))
        );
    }

    /// <summary>Whoever answers must know what follows from it.</summary>
    [Theory]
    [InlineData(
        "no",
        "EKS Auto Mode (eks_auto_mode): do you use it? With no, its nodes cannot start once images are enforced [no]:"
    )]
    [InlineData("yes", "EKS Auto Mode (eks_auto_mode): do you use it? [no]:")]
    public void A_question_says_what_no_means(string amazon, string eks)
    {
        var amigov = new Amigov { IsInteractive = true, Input = $"\n\n{amazon}\n\n\n\n" };
        var asked = amigov.RunInTerminal(200, "init", "gov", "--ops-account", "123456738923").Screen;
        Assert.Contains(
            "AWS Data Lifecycle Manager (dlm): does it make images of instances, as backups?"
                + " With no, these backups are denied from audit mode on [no]:",
            asked,
            StringComparison.Ordinal
        );
        Assert.Contains(eks, asked, StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_breaks_between_words()
    {
        var amigov = new Amigov { IsInteractive = true, Input = "\n" };
        var asked = amigov.RunInTerminal(60, "init", "gov", "--ops-account", "123456738923").Screen;
        Assert.StartsWith(
            "Where are exceptions requested? (URL, or none; the error of\n  a blocked launch names it) [none]:",
            asked,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_contact_is_one_line()
    {
        var (exitCode, _, error) = new Amigov().Run(
            "init",
            "--yes",
            "--ops-account",
            "123456738923",
            "--contact",
            "a\nb@x.y"
        );
        Assert.Equal(2, exitCode);
        Assert.Contains("it has more than one line", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refresh_of_files_with_other_line_ends_says_so_and_shows_no_line()
    {
        var amigov = new Amigov();
        amigov.Run("init", "--yes", "--ops-account", "123456738923");
        const string Path = ".gitattributes";
        amigov.With(Path, amigov.Text(Path).Replace("\n", "\r\n", StringComparison.Ordinal));
        var (exitCode, output, _) = amigov.Run("init", "--refresh");
        Assert.Equal(3, exitCode);
        Assert.Equal($"./{Path}\n  only line ends differ: here each line ends with a line feed alone\n\n", output);
    }
}
