using System.Collections.Immutable;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Ports.Monitoring;

namespace AmiGovernance.Core.Features.Monitoring;

/// <summary>The calls that would make alarms, filters and dashboard what they should be.</summary>
/// <param name="Account">Its id.</param>
/// <param name="Region">Where.</param>
/// <param name="LogGroup">Of the trail.</param>
/// <param name="Steps">One resource each.</param>
/// <param name="IamActions">That the calls need.</param>
public sealed record MonitoringPlanDocument(
    string Account,
    string Region,
    string LogGroup,
    ImmutableArray<MonitoringStepPart> Steps,
    ImmutableArray<string> IamActions
) : ReportDocument;

/// <param name="Change">What becomes of it.</param>
/// <param name="Kind">Of resource.</param>
/// <param name="Name">Its name.</param>
/// <param name="Calls">To AWS, in their order.</param>
/// <param name="Before">Its properties; left out when there was nothing.</param>
/// <param name="After">Its properties; left out when nothing is left.</param>
/// <param name="Tags">That are missing or have other values.</param>
public sealed record MonitoringStepPart(
    [OneOf<MonitoringChange>] string Change,
    [OneOf<MonitoringKind>] string Kind,
    string Name,
    ImmutableArray<string> Calls,
    ImmutableSortedDictionary<string, string>? Before,
    ImmutableSortedDictionary<string, string>? After,
    ImmutableSortedDictionary<string, string>? Tags
)
{
    public static MonitoringStepPart Of(MonitoringStep step) =>
        new(
            step.Change.Name(),
            step.Resource.Kind.Name(),
            step.Resource.Name,
            step.Calls,
            Filled(step.PropertiesBefore),
            Filled(step.PropertiesAfter),
            Filled(step.NewTags)
        );

    private static ImmutableSortedDictionary<string, string>? Filled(
        ImmutableSortedDictionary<string, string> values
    ) => values.IsEmpty ? null : values;
}
