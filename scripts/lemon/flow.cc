// Solves a minimum cost flow in DIMACS format on standard input with two
// algorithms of LEMON, and prints for each its name, the cost and the CPU
// seconds of the solution alone.
//
//	apt-get install g++ liblemon-dev
#include <ctime>
#include <iostream>

#include <lemon/capacity_scaling.h>
#include <lemon/cost_scaling.h>
#include <lemon/dimacs.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

using Graph = lemon::SmartDigraph;
using Numbers = Graph::ArcMap<long long>;

template <class Solver>
static bool run(const char *name, const Graph &g, const Numbers &lower, const Numbers &upper, const Numbers &cost,
                const Graph::NodeMap<long long> &supply) {
  Solver solver(g);
  solver.lowerMap(lower).upperMap(upper).costMap(cost).supplyMap(supply);
  const std::clock_t began = std::clock();
  const bool solved = solver.run() == Solver::OPTIMAL;
  const double seconds = double(std::clock() - began) / CLOCKS_PER_SEC;
  if (!solved) {
    std::cerr << name << ": no optimal flow\n";
    return false;
  }
  std::cout << name << ' ' << solver.template totalCost<long long>() << ' ' << seconds << '\n';
  return true;
}

int main() {
  Graph g;
  Numbers lower(g), upper(g), cost(g);
  Graph::NodeMap<long long> supply(g);
  lemon::readDimacsMin(std::cin, g, lower, upper, cost, supply);
  const bool simplex = run<lemon::NetworkSimplex<Graph, long long, long long>>("network-simplex", g, lower, upper, cost, supply);
  const bool scaling = run<lemon::CostScaling<Graph, long long, long long>>("cost-scaling", g, lower, upper, cost, supply);
  // Successive shortest paths, where they don't take minutes.
  const bool paths = lemon::countNodes(g) > 20000 ||
                     run<lemon::CapacityScaling<Graph, long long, long long>>("shortest-paths", g, lower, upper, cost, supply);
  return simplex && scaling && paths ? 0 : 1;
}
