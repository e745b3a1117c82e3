using System.Globalization;
using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Cli.Features.Monitoring;

/// <summary>Shows a plan of monitoring: each change, what differs, the calls that it takes.</summary>
internal static class MonitoringPlanView
{
    private const int Context = 2;

    /// <summary>Longer values are shown as documents, line by line.</summary>
    private const int Longest = 100;

    public static string Text(MonitoringPlan plan)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var request = plan.Request;
        var logGroup = request.Deletes ? "" : $", log group {Sanitize.Text(request.Input.LogGroup)}";
        text.WriteLine($"account {request.Place.Account}, {request.Place.Region}{logGroup}");
        if (plan.Steps.IsEmpty)
        {
            var why = request.Deletes ? "there is nothing of ours" : "what is watched is as it should be";
            text.WriteLine($"nothing to do: {why}");
            WriteUnconfirmed(text, plan);
            return text.ToString();
        }

        text.WriteLine($"{Plural.Of(plan.Steps.Length, "change")}:");
        foreach (var (number, step) in plan.Steps.Index())
        {
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {number + 1, 2}. {Describe(step)}"));
            WriteDetails(text, step);
        }
        text.WriteLine();
        text.WriteLine($"Needs: {string.Join(", ", Permissions(plan))}");
        WriteUnconfirmed(text, plan);
        return text.ToString();
    }

    private static void WriteUnconfirmed(StringWriter text, MonitoringPlan plan)
    {
        foreach (var address in plan.Unconfirmed)
            text.WriteLine($"⚠ {Sanitize.Text(address)} has not confirmed the mail of AWS: no alarm reaches it");
    }

    private static void WriteDetails(StringWriter text, MonitoringStep step)
    {
        if (step.Change == MonitoringChange.Update)
        {
            WriteDifferences(text, step);
            return;
        }
        var subscribers = step.Before?.Property(MonitoringProperty.Subscribers);
        if (!string.IsNullOrEmpty(subscribers))
            text.WriteLine($"      with its subscribers {Sanitize.Text(subscribers)}");
    }

    /// <summary>Such as `create alarm ami-governance-denied-launches`.</summary>
    public static string Describe(MonitoringStep step) =>
        Sanitize.Text($"{step.Change.Name()} {step.Resource.Kind.Words()} {step.Resource.Name}");

    private static IEnumerable<string> Permissions(MonitoringPlan plan) =>
        plan.Steps.SelectMany(Permissions).Distinct().Order(StringComparer.Ordinal);

    /// <summary>What is made is given its tags by the call that makes it, and that takes the permission to tag, too.</summary>
    private static IEnumerable<string> Permissions(MonitoringStep step) =>
        step is { Change: MonitoringChange.Create, Resource.HasTags: true }
            ? step.Calls.Add(MonitoringCalls.Tag(step.Resource.Kind))
            : step.Calls;

    private static void WriteDifferences(StringWriter text, MonitoringStep step)
    {
        foreach (var (name, before, after) in step.Differences)
            if (IsDocument(before) || IsDocument(after))
                WriteDocuments(text, name, before, after);
            else
                text.WriteLine($"      {Sanitize.Text(name)}: {Value(before)} → {Value(after)}");

        foreach (var (key, value) in step.NewTags)
        {
            var before = Value(step.Before?.Tags.GetValueOrDefault(key));
            text.WriteLine($"      tag {Sanitize.Text(key)}: {before} → {Sanitize.Text(value)}");
        }
    }

    private static bool IsDocument(string? value) => value?.Length > Longest;

    private static void WriteDocuments(StringWriter text, string name, string? before, string? after)
    {
        text.WriteLine($"      {Sanitize.Text(name)}:");
        foreach (var line in LineDiff.Between(Indented(before), Indented(after), Context))
            text.WriteLine($"      {line.Mark} {Sanitize.Text(line.Text)}");
    }

    private static string Value(string? value) => value is null ? "none" : Sanitize.Text(value);

    private static string Indented(string? document)
    {
        if (document is null)
            return "";
        try
        {
            using var tree = JsonDocument.Parse(document);
            return JsonText.ToText(JsonText.Write(indented: true, w => tree.RootElement.WriteTo(w)));
        }
        catch (JsonException)
        {
            return document;
        }
    }

    public static MonitoringPlanDocument Document(MonitoringPlan plan) =>
        new(
            plan.Request.Place.Account.Value,
            plan.Request.Place.Region.Value,
            plan.Request.Input.LogGroup,
            [.. plan.Steps.Select(MonitoringStepPart.Of)],
            [.. Permissions(plan)]
        );

    public static MarkdownText Markdown(MonitoringPlan plan) =>
        TableOutput.Markdown(["#", "change", "what", "name", "calls"], plan.Steps.Select(Row));

    private static string[] Row(MonitoringStep step, int index) =>
        [
            (index + 1).ToString(CultureInfo.InvariantCulture),
            step.Change.Name(),
            step.Resource.Kind.Words(),
            step.Resource.Name,
            string.Join(", ", step.Calls),
        ];
}
