using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using CsCheck;

namespace AmiGovernance.Tests.Base.Identifiers;

public sealed class IsoTimeTests
{
    [Theory]
    [InlineData("2026-01-03T12:00:09Z", true)]
    [InlineData("2026-01-03t12:00:09Z", false)]
    [InlineData("2026-02-30T12:00:09Z", false)]
    [InlineData("2026-01-03T12:00:60Z", false)]
    [InlineData("2026-01-03T12:00:09", false)]
    [InlineData("2026-01-03T12:00:09ZZ", false)]
    [InlineData("2026-01-03T12:00:9éZ", false)]
    [InlineData("", false)]
    public void Bytes_are_read_as_their_text_is(string text, bool isTime)
    {
        Assert.Equal(isTime, IsoTime.TryParse(text, out var ofText));
        Assert.Equal(isTime, IsoTime.TryParse(Encoding.UTF8.GetBytes(text), out var ofBytes));
        Assert.Equal(ofText, ofBytes);
    }

    [Fact]
    public void Any_moment_is_read_from_its_bytes() =>
        Gen.DateTimeOffset.Sample(moment =>
            IsoTime.TryParse(Encoding.UTF8.GetBytes(moment.IsoText()), out var read)
            && read == moment.AddTicks(-(moment.UtcTicks % TimeSpan.TicksPerSecond))
        );
}
