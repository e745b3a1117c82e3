using System.Globalization;
using System.Text.Json;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Cli.Shell.Formats;
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
        text.WriteLine(
            $"account {plan.Place.Account}, {plan.Place.Region}{(plan.Deletes ? "" : $", log group {Visible.Text(plan.Input.LogGroup)}")}"
        );
        if (plan.Steps.IsEmpty)
        {
            text.WriteLine(
                plan.Deletes
                    ? "nothing to do: there is nothing of ours"
                    : "nothing to do: what is watched is as it should be"
            );
            return text.ToString();
        }
        text.WriteLine($"{Plural.Of(plan.Steps.Length, "change")}:");
        foreach (var (number, step) in plan.Steps.Index())
        {
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {number + 1, 2}. {Describe(step)}"));
            if (step.Change == MonitoringChange.Update)
                WriteDifferences(text, step);
            else if (step.Before?.Properties.GetValueOrDefault(MonitoringProperty.Subscribers) is { } subscribers)
                text.WriteLine($"      with its subscribers {Visible.Text(subscribers)}");
        }
        text.WriteLine();
        text.WriteLine($"Needs: {string.Join(", ", Permissions(plan))}");
        return text.ToString();
    }

    /// <summary>Such as `create alarm ami-governance-denied-launches`.</summary>
    public static string Describe(MonitoringStep step) =>
        Visible.Text($"{step.Change.Name()} {step.Resource.Kind.Words()} {step.Resource.Name}");

    private static IEnumerable<string> Permissions(MonitoringPlan plan) =>
        plan
            .Steps.SelectMany(s =>
                s is { Change: MonitoringChange.Create, Resource.HasTags: true }
                    ? s.Calls.Add(MonitoringCalls.Tag(s.Resource.Kind))
                    : s.Calls
            )
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static void WriteDifferences(StringWriter text, MonitoringStep step)
    {
        foreach (var (name, before, after) in step.Differences)
        {
            if (Math.Max(before?.Length ?? 0, after?.Length ?? 0) <= Longest)
            {
                text.WriteLine($"      {Visible.Text(name)}: {Value(before)} → {Value(after)}");
                continue;
            }
            text.WriteLine($"      {Visible.Text(name)}:");
            foreach (var line in LineDiff.Between(Indented(before), Indented(after), Context))
                text.WriteLine($"      {line.Mark} {Visible.Text(line.Text)}");
        }
        foreach (var (key, value) in step.NewTags)
            text.WriteLine(
                $"      tag {Visible.Text(key)}: {Value(step.Before?.Tags.GetValueOrDefault(key))} → {Visible.Text(value)}"
            );
    }

    private static string Value(string? value) => value is null ? "none" : Visible.Text(value);

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

    public static string Json(MonitoringPlan plan) =>
        ReportJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("format_version", ReportJson.FormatVersion);
            writer.WriteString("account", plan.Place.Account.Value);
            writer.WriteString("region", plan.Place.Region);
            writer.WriteString("log_group", plan.Input.LogGroup);
            writer.WriteStartArray("steps");
            foreach (var step in plan.Steps)
                step.Write(writer);
            writer.WriteEndArray();
            writer.WriteStrings("iam_actions", Permissions(plan));
            writer.WriteEndObject();
        });

    public static string Markdown(MonitoringPlan plan) =>
        TableOutput.Markdown(
            ["#", "change", "what", "name", "calls"],
            plan.Steps.Select(
                (s, i) =>
                    (IReadOnlyList<string>)
                        [
                            (i + 1).ToString(CultureInfo.InvariantCulture),
                            s.Change.Name(),
                            s.Resource.Kind.Words(),
                            s.Resource.Name,
                            string.Join(", ", s.Calls),
                        ]
            )
        );
}
