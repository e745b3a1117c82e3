using System.Text.Json;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Features.Exceptions.Process;
using AmiGovernance.Core.Features.Exceptions.Requests;

namespace AmiGovernance.Tests.Features.Exceptions;

/// <summary>The schemas of requests, approvers and process know what the readers know.</summary>
public sealed class ExceptionSchemaTests
{
    [Fact]
    public void Schemas_and_readers_know_the_same_keys()
    {
        Assert.Equal(Sorted(ExceptionRequest.Keys), Keys("exception_request"));
        Assert.Equal(Sorted(ApproversReader.RootKeys), Keys("approvers"));
        Assert.Equal(Sorted(PersonReader.Keys), Keys("approvers", "$defs", "person"));
        Assert.Equal(Sorted(ExceptionProcessReader.RootKeys), Keys("exception_process"));
        Assert.Equal(
            Sorted(ExceptionProcessReader.ServiceLevelKeys),
            Keys("exception_process", "properties", "service_levels")
        );
        Assert.Equal(Sorted(ReminderSettingsReader.Keys), Keys("exception_process", "properties", "reminders"));
        Assert.Equal(
            Sorted(ReminderSettingsReader.MailKeys),
            Keys("exception_process", "properties", "reminders", "properties", "mail")
        );
        Assert.Equal(
            Sorted(ReminderSettingsReader.IssueKeys),
            Keys("exception_process", "properties", "reminders", "properties", "issues")
        );
        Assert.Equal(
            Sorted(ExceptionProcessReader.MergeRequestKeys),
            Keys("exception_process", "properties", "merge_requests")
        );
        Assert.Equal(Sorted(CalendarReader.Keys), Keys("exception_process", "properties", "calendar"));
    }

    [Fact]
    public void Each_schema_is_printed_as_it_lies_in_the_repository()
    {
        foreach (var name in AmiGovernance.Cli.Shell.EmbeddedText.SchemaNames)
            Assert.Equal(
                File.ReadAllText(RepositoryRoot.File("schema", $"{name}.schema.json")),
                new Amigov().Run("schema", name).Out
            );
        Assert.Equal(
            Directory.GetFiles(RepositoryRoot.File("schema")).Length,
            AmiGovernance.Cli.Shell.EmbeddedText.SchemaNames.Count
        );
    }

    private static string[] Keys(string schema, params string[] path)
    {
        var node = JsonDocument
            .Parse(File.ReadAllText(RepositoryRoot.File("schema", $"{schema}.schema.json")))
            .RootElement;
        foreach (var step in path)
            node = node.GetProperty(step);
        Assert.False(node.GetProperty("additionalProperties").GetBoolean());
        return Sorted(node.GetProperty("properties").EnumerateObject().Select(p => p.Name));
    }

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
