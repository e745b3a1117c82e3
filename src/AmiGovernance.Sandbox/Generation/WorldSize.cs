namespace AmiGovernance.Sandbox.Generation;

/// <param name="Images">Of each workload account, in each Region.</param>
public sealed record WorldSize(int Accounts, int Regions, int Images, int Seed = 1);
