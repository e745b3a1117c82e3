using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Aws.Rollout;

/// <summary>GetRole of IAM (IAM API reference); needs `iam:GetRole`.</summary>
internal sealed class RoleReader(Func<QueryServiceClient> connect) : IRoleReader
{
    public async Task<bool> HasRole(string name, CancellationToken cancel)
    {
        using var iam = connect();
        try
        {
            await AwsCalls.Run(
                "iam:GetRole",
                () => iam.Call("GetRole", [KeyValuePair.Create("RoleName", name)], cancel),
                cancel
            );
            return true;
        }
        catch (AwsException e) when (e.Code is "NoSuchEntity" or "NoSuchEntityException")
        {
            return false;
        }
    }
}
