// Package placement places students into internship posts and order-class seats
// under seats and nested legal caps.
package placement
