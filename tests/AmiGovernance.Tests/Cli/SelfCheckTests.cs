using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Cli.Shell;

namespace AmiGovernance.Tests.Cli;

/// <summary>Only a program whose every listed file has its checksum is what was published.</summary>
public sealed class SelfCheckTests
{
    private const string Name = "amigov-1.2.0-linux-x64";

    private static string Sum(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static (int ExitCode, string Out, string Error) Run(string list, params string[] more) =>
        new Amigov()
            .With("installed/amigov", "program")
            .With("installed/libe_sqlite3.so", "library")
            .With("outside", "else")
            .With("SHA256SUMS", list)
            .Run(["self-check", "--checksums", "SHA256SUMS", .. more]);

    [Theory]
    [InlineData("{0}  {2}/amigov\n{1}  {2}/libe_sqlite3.so\n", 0)]
    [InlineData("{0} *{2}/amigov\r\n{1} *{2}/libe_sqlite3.so\r\n", 0)]
    [InlineData("\ufeff{0}  {2}/amigov\n{1}  {2}/libe_sqlite3.so\n", 0)]
    [InlineData("\ufeff{0}  {2}/libe_sqlite3.so\n{0}  {2}/amigov\n", 3)]
    // A library that nobody published, and lines that cannot be read.
    [InlineData("{0}  {2}/amigov\n", 4)]
    [InlineData("{0}  {2}/amigov\nzz{1}  {2}/libe_sqlite3.so\n", 4)]
    [InlineData("{0}  {2}/amigov\nSHA256 ({2}/libe_sqlite3.so) = {0}\n", 4)]
    [InlineData("{0}  {2}/amigov\n{1}  {2}/libe_sqlite3.so\n\\{0}  {2}/libe_sqlite3.so\n", 4)]
    // The program is right, and its library is another one or is not there.
    [InlineData("{0}  {2}/amigov\n{0}  {2}/libe_sqlite3.so\n", 3)]
    [InlineData("{0}  {2}/amigov\n{1}  {2}/libother.so\n", 3)]
    // Two lines on one file: both must hold.
    [InlineData("{0}  {2}/amigov\n{1}  {2}/amigov\n", 3)]
    // Nothing on the program itself: not known, whatever the rest says.
    [InlineData("{1}  {2}/libe_sqlite3.so\n", 4)]
    [InlineData("{0}  {2}/sub/amigov\n", 4)]
    [InlineData("{0}  amigov\n", 4)]
    [InlineData("{0} {2}/amigov\n", 4)]
    [InlineData("zz{0}  {2}/amigov\n", 4)]
    [InlineData("{0}  {2}/../amigov\n", 4)]
    [InlineData("", 4)]
    public void The_list_decides(string list, int exitCode)
    {
        var filled = list.Replace("{0}", Sum("program"), StringComparison.Ordinal)
            .Replace("{1}", Sum("library"), StringComparison.Ordinal)
            .Replace("{2}", Name, StringComparison.Ordinal);
        Assert.Equal(exitCode, Run(filled).ExitCode);
    }

    [Fact]
    public void Nothing_outside_of_the_programs_folder_is_read()
    {
        var (exitCode, output, _) = Run(
            $"{Sum("program")}  {Name}/amigov\n{Sum("library")}  {Name}/libe_sqlite3.so\n{Sum("no")}  {Name}/../outside\n"
        );
        Assert.Equal(4, exitCode);
        Assert.DoesNotContain("outside", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_may_have_another_name_for_it()
    {
        var list = $"{Sum("program")}  company-build/amigov\n{Sum("library")}  company-build/libe_sqlite3.so\n";
        Assert.Equal(0, Run(list, "--name", "company-build").ExitCode);
        Assert.Equal(4, Run($"{Sum("program")}  {Name}/amigov\n", "--name", "company-build").ExitCode);
    }

    [Fact]
    public void The_tool_says_that_it_is_one()
    {
        var amigov = new Amigov { Program = new RunningProgram("1.2.0", "any", "amigov.dll", _ => Sum("tool")) };
        amigov.With("SHA256SUMS", $"{Sum("tool")}  amigov-1.2.0-any/amigov.dll\n");
        var (exitCode, output, _) = amigov.Run("self-check", "--checksums", "SHA256SUMS");
        Assert.Equal(0, exitCode);
        Assert.Contains("the .NET tool", output, StringComparison.Ordinal);
    }

    /// <summary>These tests run on the runtime, as the tool does.</summary>
    [Fact]
    public void The_running_program_is_found()
    {
        Assert.Equal("amigov.dll", RunningProgram.Here.File);
        var here = Path.Combine(AppContext.BaseDirectory, "amigov.dll");
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(here))),
            RunningProgram.Here.Sha256("amigov.dll")
        );
        Assert.Null(RunningProgram.Here.Sha256("no-such-file"));
    }

    [Fact]
    public void A_list_that_cannot_be_read_is_an_error() =>
        Assert.Equal(1, new Amigov().Run("self-check", "--checksums", "none").ExitCode);
}
