using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Cli;

/// <summary>
/// A shell closes streams with `>&amp;-` and `&lt;&amp;-` (POSIX, "Duplicating an Input File Descriptor"), and .NET gives their numbers to the next
/// files that are opened.
/// </summary>
public sealed class ClosedStreamTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-closed-");

    public ClosedStreamTests()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "config"));
        File.WriteAllText(Path.Combine(folder.FullName, "config", "ami_publishers.json"), Samples.Clean);
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>What the shell saw of amigov.</summary>
    /// <param name="streams">Redirections, as the shell takes them.</param>
    private string Run(string streams, params string[] args)
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fdinfo"), "what is open is told by /proc");
        var command = $"\"$0\" \"$@\" {streams}; echo exit $?";
        return Tool.Run("bash", ["-c", command, .. AmigovProcess.Words(args)], folder: folder.FullName);
    }

    [Fact]
    public void Output_that_is_closed_is_said_and_is_no_answer() =>
        Assert.Equal(
            "the output cannot be written: standard output is closed\nexit 1\n",
            Run("3>&1 >&- 2>&3 3>&-", "schema")
        );

    [Fact]
    public void An_answer_comes_although_nothing_can_be_said_beside_it()
    {
        const string Mistake = """{ "ops_publisher_account": 1 }""";
        File.WriteAllText(Path.Combine(folder.FullName, "config", "ami_publishers.json"), Mistake);
        var text = Run("2>&-", "validate", "--output", "json");
        Assert.Contains("\"diagnostics\": [", text, StringComparison.Ordinal);
        Assert.EndsWith("}\nexit 1\n", text, StringComparison.Ordinal);
        Assert.Equal("exit 1\n", Run("2>&-", "no-such-command"));
    }

    [Fact]
    public void A_result_of_which_nothing_else_is_said_is_whole() =>
        Assert.EndsWith("}\nexit 0\n", Run("2>&-", "schema"), StringComparison.Ordinal);

    [Theory]
    [InlineData(">&-")]
    [InlineData("2>&-")]
    [InlineData(">&- 2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public void No_file_gets_what_was_meant_for_a_stream(string closed)
    {
        Run("2>&1", "generate", "--policies", "open");
        Run(closed, "generate", "--policies", "closed");
        var files = Names("open");
        Assert.NotEmpty(files);
        Assert.Equal(files, Names("closed"));
        Assert.All(files, f => Assert.Equal(Text("open", f), Text("closed", f)));
        Assert.Equal(Samples.Clean, Text("config", "ami_publishers.json"));
    }

    private string[] Names(string name)
    {
        var root = Path.Combine(folder.FullName, name);
        var files = Directory.GetFiles(root, "*", SearchOption.AllDirectories);
        return [.. files.Select(f => Path.GetRelativePath(root, f)).Order(StringComparer.Ordinal)];
    }

    private string Text(string name, string file) => File.ReadAllText(Path.Combine(folder.FullName, name, file));

    [Theory]
    [InlineData("explain", "--from-error", "-")]
    [InlineData("explain", "--from-event", "-")]
    [InlineData("simulate", "-")]
    [InlineData("images", "naming", "-")]
    public void Input_that_is_closed_is_nothing_given(params string[] args)
    {
        Run("2>&1", "generate");
        Assert.Equal("nothing was given: standard input is closed\nexit 2\n", Run("<&- 2>&1", args));
    }

    /// <summary>Read alone: .NET refuses to write to it in another way than to a full disk.</summary>
    [Fact]
    public void Output_that_cannot_be_written_to_is_said() =>
        Assert.Matches("^the output cannot be written: .+\nexit 1\n$", Run("3>&1 1</dev/null 2>&3 3>&-", "schema"));
}
