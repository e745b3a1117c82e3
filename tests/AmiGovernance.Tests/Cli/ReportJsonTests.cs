using System.Globalization;
using System.Text;
using System.Text.Json;
using AmiGovernance.Cli.Shell.Formats;

namespace AmiGovernance.Tests.Cli;

public sealed class ReportJsonTests
{
    /// <summary>Keeps the length of what came in one piece.</summary>
    private sealed class Measured() : StringWriter(CultureInfo.InvariantCulture)
    {
        public int Longest { get; private set; }

        public override void Write(string? value)
        {
            Longest = Math.Max(Longest, value?.Length ?? 0);
            base.Write(value);
        }
    }

    [Fact]
    public void A_large_report_is_never_in_memory_as_a_whole()
    {
        using var text = new Measured();
        ReportJson.Write(
            text,
            writer =>
            {
                writer.WriteStartArray();
                for (var i = 0; i < 100_000; i++)
                    writer.WriteStringValue($"ami-{i:x17}, für \U0001F600");
                writer.WriteEndArray();
            }
        );
        Assert.InRange(text.Longest, 1, 64 << 10);
        using var read = JsonDocument.Parse(text.ToString());
        Assert.Equal(100_000, read.RootElement.GetArrayLength());
        Assert.Equal("ami-0000000000001869f, für \U0001F600", read.RootElement[99_999].GetString());
        Assert.True(Ascii.IsValid(text.ToString()));
    }
}
