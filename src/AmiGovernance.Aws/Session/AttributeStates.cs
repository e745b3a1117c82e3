using Amazon.EC2;
using Amazon.EC2.Model;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Aws.Session;

/// <summary>Reads the attributes of declarative policies that hold one state: the SDK has a call for each.</summary>
internal static class AttributeStates
{
    public static Task<ManagedState> Read(AmazonEC2Client ec2, StateAttribute attribute, CancellationToken cancel) =>
        attribute.ReadCall switch
        {
            "GetImageBlockPublicAccessState" => Read(
                ec2.GetImageBlockPublicAccessStateAsync(new GetImageBlockPublicAccessStateRequest(), cancel),
                answer => (answer.ImageBlockPublicAccessState, answer.ManagedBy)
            ),
            "GetSnapshotBlockPublicAccessState" => Read(
                ec2.GetSnapshotBlockPublicAccessStateAsync(new GetSnapshotBlockPublicAccessStateRequest(), cancel),
                answer => (answer.State, answer.ManagedBy)
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(attribute), attribute.ReadCall, "no such call"),
        };

    private static async Task<ManagedState> Read<T>(Task<T> call, Func<T, (string? State, ManagedBy? By)> of)
    {
        var (state, by) = of(await call);
        // Of a setting that nobody has changed yet EC2 does not say who manages it.
        return new ManagedState(state ?? "", by?.Value ?? "account");
    }
}
