using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.TestSupport.Hostile;

namespace AmiGovernance.Tests.Cli;

public sealed class HostileOutputTests
{
    private const string Hostile = "\e[2J\u009b\u202e\u2028x";

    [Fact]
    public void A_command_in_a_reminder_takes_the_ticket_as_one_word()
    {
        using var amigov = new Amigov().With(
            Samples.ConfigPath,
            Samples.Clean.Replace("CLOUD-1", "A B'; rm -rf ~", StringComparison.Ordinal)
        );
        amigov
            .With("config/approvers.json", ExceptionSamples.Approvers)
            .With(
                "config/exception_process.json",
                """{ "reminders": { "mail": { "host": "smtp.company.com", "from": "ami@company.com" } } }"""
            );
        amigov.Now = new DateTimeOffset(2026, 2, 25, 9, 0, 0, TimeSpan.Zero);
        var (_, output, _) = amigov.Run("exception", "remind", "--dry-run");
        Assert.Contains("amigov exception revoke 'A B'\\''; rm -rf ~' --reason", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_annotation_shows_the_path_of_its_file()
    {
        using var text = new StringWriter { NewLine = "\n" };
        GitHubAnnotations.Write(text, [Diagnostic.About(Hostile, JsonDiagnostics.FileUnreadable, "m", "h")]);
        Assert.Null(Harmless.OfText(text.ToString()));
        Assert.Contains("file=\\u{1B}[2J\\u{9B}\\u{202E}\\u{2028}x,", text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("action,account\nec2:RunInstances,\"1{0}\"\n")]
    [InlineData("{{\"action\":\"ec2:RunInstances\",\"account\":\"1{0}\"}}\n")]
    public void A_simulated_table_comes_back_visible(string table)
    {
        using var amigov = Amigov.OfRunbook("enabled");
        amigov.Input = string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            table,
            Hostile.Replace("\e", table[0] == '{' ? "\\u001b" : "\e", StringComparison.Ordinal)
        );
        var (_, output, error) = amigov.Run("simulate", "-");
        Assert.Null(Harmless.OfText(output + error));
        Assert.Contains("ec2:RunInstances", output, StringComparison.Ordinal);
        if (table[0] == '{')
            Assert.NotNull(
                JsonDocument.Parse(output).RootElement.GetProperty("request").GetProperty("account").GetString()
            );
    }

    [Fact]
    public void No_control_character_passes_the_last_door()
    {
        using var screen = new StringWriter();
        var writer = VisibleWriter.Over(screen, paints: () => false, width: () => null);
        writer.WriteLine($"{Hostile}\e[1m\ud83d\ude00");
        writer.Write('\u009b');
        Assert.Equal("\\u001B[2J\\u009B\\u202E\\u2028x\\u001B[1m\ud83d\ude00\n\\u009B", screen.ToString());
    }

    [Fact]
    public void Only_our_own_colours_pass_and_only_where_colours_are_wanted()
    {
        using var screen = new StringWriter();
        var writer = VisibleWriter.Over(screen, paints: () => true, width: () => null);
        writer.Write("\e[1;31mred\e[0m \e[8mhidden\r");
        writer.Flush();
        Assert.Equal("\e[1;31mred\e[0m \\u001B[8mhidden\\u000D", screen.ToString());
    }
}
