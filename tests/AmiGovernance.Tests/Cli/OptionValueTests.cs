using System.CommandLine;
using AmiGovernance.Cli.Shell.Help;

namespace AmiGovernance.Tests.Cli;

/// <summary>What an option does not take is said in words for people, whichever command has it.</summary>
public sealed class OptionValueTests
{
    private static IEnumerable<(string[] Words, Option Option)> Options(Command command, string[] words) =>
        command
            .Options.Select(o => (words, o))
            .Concat(command.Subcommands.SelectMany(c => Options(c, [.. words, c.Name])));

    private static List<(string[] Words, Option Option)> Options<T>() =>
        [.. Options(CommandTree.Create(), []).Where(o => o.Option.ValueType == typeof(T))];

    /// <summary>By itself: commands say first what goes together.</summary>
    private static string Error(Option option, string value)
    {
        using var error = new StringWriter { NewLine = "\n" };
        CommandLineErrors.Write(error, new RootCommand { option }.Parse([$"{option.Name}={value}"]));
        return error.ToString();
    }

    [Fact]
    public void No_option_names_a_type_of_NET()
    {
        var options = Options(CommandTree.Create(), []).ToList();
        Assert.True(options.Count > 300, $"only {options.Count} options");
        foreach (var (_, option) in options)
        {
            var error = Error(option, "such");
            Assert.DoesNotContain("System.", error, StringComparison.Ordinal);
            Assert.DoesNotContain("AmiGovernance.", error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("\u0661")]
    [InlineData("-1")]
    public void A_number_says_what_it_takes(string value)
    {
        var options = Options<int>();
        Assert.True(options.Count > 15, $"only {options.Count} options");
        foreach (var (_, option) in options)
            Assert.Matches(
                $"(?m)^{option.Name} takes a whole number, (from [0-9]+ to [0-9]+|[0-9]+ or more): '{value}' is none$",
                Error(option, value)
            );
    }

    /// <summary>For the summary alone.</summary>
    [Fact]
    public void No_rows_may_be_asked_for()
    {
        foreach (var (_, option) in Options<int>().Where(o => o.Option.Name == "--top"))
            Assert.DoesNotContain("--top takes", Error(option, "0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--days", "366", "discover")]
    [InlineData("--days", "3660", "discover")]
    public void A_number_within_its_limits_is_taken(string option, string value, string command) =>
        Assert.DoesNotContain(
            "takes a whole number",
            new Amigov().Run(command, option, value, "--no-such-option").Error,
            StringComparison.Ordinal
        );

    /// <summary>What is neither is no folder to make a repository in either.</summary>
    [Fact]
    public void True_or_false_must_be_said()
    {
        using var amigov = new Amigov();
        var (code, _, error) = amigov.Run("init", "--ops-account", "123456738923", "--allow-amazon=such");
        Assert.Equal(2, code);
        Assert.Contains("'--allow-amazon'", error, StringComparison.Ordinal);
        Assert.Empty(amigov.Files.Files);
    }
}
