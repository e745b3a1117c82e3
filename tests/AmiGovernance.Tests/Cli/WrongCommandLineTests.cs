using System.CommandLine;

namespace AmiGovernance.Tests.Cli;

/// <summary>Whatever is wrong on a command line is told as such, by every command and option.</summary>
public sealed class WrongCommandLineTests
{
    private static int Run(params string[] args)
    {
        using var amigov = new Amigov();
        return amigov.Run(args).ExitCode;
    }

    private static IEnumerable<(string[] Words, Option Option)> Options =>
        CommandTree.Leaves.SelectMany(leaf =>
            leaf.Options.Where(o => o.Arity.MinimumNumberOfValues > 0).Select(o => (leaf.Words, o))
        );

    [Fact]
    public void An_option_without_its_value_is_a_wrong_command_line()
    {
        Assert.NotEmpty(Options);
        var others = Options.Where(o => Run([.. o.Words, o.Option.Name]) != 2);
        Assert.Equal([], others.Select(o => $"{string.Join(' ', o.Words)} {o.Option.Name}"));
    }

    [Fact]
    public void Two_without_a_value_are_no_value()
    {
        var others = Options.Where(o => Run([.. o.Words, o.Option.Name, o.Option.Name]) != 2);
        Assert.Equal([], others.Select(o => $"{string.Join(' ', o.Words)} {o.Option.Name}"));
    }

    [Fact]
    public void An_option_that_is_given_twice_is_a_wrong_command_line()
    {
        var once = Options.Where(o => o.Option.Arity.MaximumNumberOfValues == 1);
        var others = once.Where(o => Run([.. o.Words, o.Option.Name, "x", o.Option.Name, "x"]) != 2);
        Assert.Equal([], others.Select(o => $"{string.Join(' ', o.Words)} {o.Option.Name}"));
    }

    [Fact]
    public void What_is_no_format_is_a_wrong_command_line()
    {
        var others =
            from o in Options
            where o.Option.Name == "--output"
            from format in new[] { "xml", "json=", "=x", "" }
            where Run([.. o.Words, "--output", format]) != 2
            select $"{string.Join(' ', o.Words)} --output {format}";
        Assert.Equal([], others);
    }

    /// <summary>As hooks put the names of changed files behind a command line.</summary>
    [Theory]
    [InlineData("-h", "-h")]
    [InlineData("-h.sh", "-h.sh")]
    [InlineData("--image-facts=facts.json", "--image-facts=facts.json")]
    [InlineData("--output=text=/tmp/victim.sh", "--output=text=/tmp/victim.sh")]
    public void The_name_of_a_file_is_no_option(string file, string given)
    {
        using var amigov = new Amigov().With(file, "").With("main.tf", "");
        var (exitCode, _, error) = amigov.Run("preflight", "--mode", "enabled", given, "main.tf");
        Assert.Equal(2, exitCode);
        Assert.Contains("name of a file", error, StringComparison.Ordinal);
        Assert.NotEqual(2, amigov.Run("preflight", "--mode", "enabled", "--", given, "main.tf").ExitCode);
    }

    /// <summary>Whatever takes names and paths would take it for one: a repository in the folder `--yess`.</summary>
    [Theory]
    [InlineData("--yes", "init", "--ops-account", "123456738923", "--yess")]
    [InlineData("--assume", "rehearse", "--asume")]
    [InlineData("--accounts", "sandbox", "create", "--acounts")]
    [InlineData("--yes", "apply", "--yess")]
    [InlineData("--fail-on", "lint", "--fial-on")]
    [InlineData("--fail-on", "lint", "--fial-on=error", "dist")]
    [InlineData("--verify", "history", "--verfy")]
    [InlineData("--bundle", "preflight", "--bundel", "x")]
    [InlineData("--lookup-owners", "backtest", "--lookup-owner", "x")]
    [InlineData("--config", "generate", "--config", "--confg")]
    [InlineData("--port", "sandbox", "run", "--prot", "5", "--", "aws")]
    [InlineData("--", "diff", "--a", "b")]
    [InlineData("--", "lint", "-x")]
    public void A_mistyped_option_is_no_name(string meant, params string[] args)
    {
        using var amigov = new Amigov { Start = "docs" };
        var (exitCode, output, error) = amigov.Run(args);
        Assert.Equal(2, exitCode);
        var mistyped = args.Last(a => a.StartsWith('-') && a is not ("--" or "--config")).Split('=')[0];
        Assert.StartsWith($"Unrecognized command or argument '{mistyped}", error, StringComparison.Ordinal);
        Assert.Contains(meant == "--" ? "`-- " : $"did you mean '{meant}'?", error, StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.Empty(amigov.Files.Files);
    }

    [Theory]
    [InlineData("--", "--fial-on")]
    [InlineData("-")]
    [InlineData("./--fial-on")]
    public void What_cannot_be_an_option_is_a_name(params string[] names)
    {
        using var amigov = new Amigov();
        Assert.NotEqual(2, amigov.Run(["lint", .. names]).ExitCode);
    }

    [Theory]
    [InlineData("trail", "scan", "")]
    [InlineData("backtest", "")]
    [InlineData("report", "--trail", "")]
    [InlineData("preflight", "")]
    [InlineData("images", "schedule", "--for", "--for")]
    public void A_variable_that_is_not_set_is_no_path(params string[] args) => Assert.Equal(2, Run(args));
}
