using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Monitoring;
using AmiGovernance.TestSupport.Features.Trail.Generator;

namespace AmiGovernance.TestSupport.Features.Monitoring;

/// <summary>What is watched in the organization of the trail generator.</summary>
internal static class MonitoringSample
{
    public static readonly MonitoringSet Set = MonitoringSet.Of(
        new MonitoringInput(
            "aws-cloudtrail-logs/org",
            RegionName.Parse("eu-central-1"),
            [AccountId.Parse(GeneratedOrganization.Ops), AccountId.Parse("400000000001")],
            10
        )
        {
            Mail = "on-call@company.com",
        }
    );
}
