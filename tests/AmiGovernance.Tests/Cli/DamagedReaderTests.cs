using System.Text;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Sandbox.World;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Cli;

/// <summary>Each reader of outside data, fed with damaged text: what cannot be read is found, with its place, and nothing is thrown.</summary>
public sealed class DamagedReaderTests
{
    private const string Owners = "owners.json";

    public static TheoryData<string> Kinds => [.. OutsideReaders.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_whole_is_read(string kind)
    {
        var bag = new DiagnosticBag();
        var value = OutsideReaders.Read(kind, OutsideReaders.Sample(kind), bag);
        Assert.False(bag.HasErrors, string.Join('\n', bag.ToSorted().Select(d => d.Message)));
        Assert.NotNull(value);
    }

    /// <summary>As an editor or a clone on Windows writes them.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_has_the_line_ends_of_Windows_is_read_too(string kind)
    {
        var text = Encoding.UTF8.GetString(OutsideReaders.Sample(kind)).ReplaceLineEndings("\r\n");
        var bag = new DiagnosticBag();
        var value = OutsideReaders.Read(kind, Encoding.UTF8.GetBytes(text), bag);
        Assert.False(bag.HasErrors, string.Join('\n', bag.ToSorted().Select(d => d.Message)));
        Assert.NotNull(value);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_damaged_is_found_with_its_place_or_read(string kind)
    {
        var text = OutsideReaders.Sample(kind);
        for (var seed = 0; seed < TestScale.Samples(500); seed++)
        {
            var damaged = Damage.Of(text, seed);
            try
            {
                OutsideReaders.Check(kind, damaged, $"seed {seed}");
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                throw new InvalidOperationException($"seed {seed}: {Encoding.UTF8.GetString(damaged)}", e);
            }
        }
    }

    [Theory]
    [InlineData(
        """{"Images":[{"ImageId":"ami-0123456789abcdef0","OwnerId":"\ud800"}]}""",
        57,
        "`\\ud800` is half of a character"
    )]
    [InlineData("""{"ami-\udc00":"111122223333"}""", 6, "`\\udc00` is half of a character")]
    [InlineData(
        """{"Images":[{"Name":"\ud83d\ude00 \ud83d","ImageId":"ami-0123456789abcdef0"}]}""",
        33,
        "`\\ud83d` is half of a character"
    )]
    [InlineData("""{"\ud800\\ud800":"111122223333"}""", 2, "`\\ud800` is half of a character")]
    public void Owners_that_are_no_UTF_16_are_found_at_their_place(string text, int at, string message)
    {
        var bag = new DiagnosticBag();
        OutsideReaders.ReadOwners(SourceText.FromString(Owners, text), bag);
        var finding = Assert.Single(bag.ToSorted());
        Assert.Equal(("AMI0905", at, message), (finding.Code, finding.Location.Span.Start, finding.Message));
    }

    [Fact]
    public void Owners_that_are_no_UTF_8_are_found_at_their_place()
    {
        var bag = new DiagnosticBag();
        byte[] text = [0xEF, 0xBB, 0xBF, .. "{\"Images\":[{\"OwnerId\":\""u8, 0xFF, .. "\"}]}"u8];
        OutsideReaders.ReadOwners(new SourceText(Owners, text), bag);
        var finding = Assert.Single(bag.ToSorted());
        Assert.Equal(("AMI0905", 26), (finding.Code, finding.Location.Span.Start));
    }

    /// <summary>All that is read of a record.</summary>
    public static TheoryData<string> Fields =>
        [
            "eventName",
            "eventSource",
            "eventTime",
            "eventID",
            "eventVersion",
            "eventCategory",
            "awsRegion",
            "recipientAccountId",
            "sourceIPAddress",
            "errorCode",
            "errorMessage",
        ];

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_record_with_half_a_character_is_damaged_and_the_others_count(string field)
    {
        var broken = field is "eventName" or "eventSource"
            ? ""
            : "\"eventName\":\"RunInstances\",\"eventSource\":\"ec2.amazonaws.com\",";
        foreach (var wrong in (string[])["\\ud800", "\\udc00\\ud800"])
        {
            var text =
                $$$"""{"Records":[{{{{broken}}}"{{{field}}}":"RunInstances{{{wrong}}}"},{"eventName":"RunInstances","eventSource":"ec2.amazonaws.com","eventID":"b","requestParameters":{"imageId":"ami-0123456789abcdef0"}}]}""";
            var reading = OutsideReaders.ReadTrail(SourceText.FromString("a.json", text), new DiagnosticBag());
            Assert.Equal((1, 1), (reading.Counts.Records, reading.Counts.DamagedRecords));
            Assert.Contains("is half of a character", Assert.Single(reading.Gaps), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Text_of_rows_that_is_nested_without_end_is_read_to_a_depth()
    {
        var deep = string.Concat(Enumerable.Repeat("{a=", 200_000)) + new string('}', 200_000);
        var text = $"eventname,eventsource,useridentity\nRunInstances,ec2.amazonaws.com,\"{deep}\"\n";
        Assert.Single(RecordText.In(text).Records);
    }

    [Fact]
    public void A_world_with_one_id_for_two_accounts_is_found()
    {
        var text = Encoding.UTF8.GetString(OutsideReaders.World());
        const string List = "\"accounts\": [";
        var at = text.IndexOf(List, StringComparison.Ordinal) + List.Length;
        var first = text.IndexOf('{', at);
        var account = text[first..(text.IndexOf('}', first) + 1)];
        var bag = new DiagnosticBag();
        var source = SourceText.FromString("w.json", text.Insert(at, $"{account},"));
        Assert.Null(WorldReader.Read(source, TimeProvider.System, bag));
        Assert.Contains(bag.ToSorted(), d => d.Severity == Severity.Error && d.Location.Span.Start > 0);
    }
}
